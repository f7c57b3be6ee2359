//! Somebody at the console: signs in, reads pages, sends their forms, as a browser without scripts would.

use reqwest::{Client, StatusCode};

use crate::city::Login;

/// A signed-in person.
pub struct Console {
    http: Client,
    url: String,
}

impl Console {
    /// Signs in.
    ///
    /// # Panics
    /// When the node does not let them in.
    pub async fn sign_in(url: &str, login: &Login) -> Self {
        let http = Client::builder().cookie_store(true).build().expect("a client");
        let console = Self { http, url: url.to_owned() };
        let page = console.page("/sign-in").await;
        let fields = [("name", login.name.as_str()), ("password", login.password.as_str())];
        let (status, page) = console.send_from(&page, "/sign-in", &fields).await;
        assert!(status.is_success(), "{status}: {page}");
        console
    }

    /// A page's text.
    ///
    /// # Panics
    /// When the node does not answer.
    pub async fn page(&self, path: &str) -> String {
        self.try_page(path).await.expect("the node answers")
    }

    /// A page's text, or `None` while the node does not answer.
    pub async fn try_page(&self, path: &str) -> Option<String> {
        let answer = self.http.get(format!("{}{path}", self.url)).send().await.ok()?;
        answer.text().await.ok()
    }

    /// Attaches a file by the form that stands on the page at `path`, as a browser sends it.
    ///
    /// # Panics
    /// When the node does not answer, or refuses it.
    pub async fn attach(&self, path: &str, words: &str, name: &str, bytes: &[u8]) {
        let page = self.page(path).await;
        let mut body = Vec::new();
        for field in ["csrf", "command"] {
            let value = value_of(&page, field).unwrap_or_default();
            part(&mut body, &format!("name=\"{field}\""), value.as_bytes());
        }
        part(&mut body, "name=\"words\"", words.as_bytes());
        part(&mut body, &format!("name=\"file\"; filename=\"{name}\""), bytes);
        body.extend(b"--a-line-between--\r\n");
        let answer = self
            .http
            .post(format!("{}{path}", self.url))
            .header("accept", "text/html")
            .header("content-type", "multipart/form-data; boundary=a-line-between")
            .body(body)
            .send();
        let answer = answer.await.expect("the node answers");
        let status = answer.status();
        let page = answer.text().await.unwrap_or_default();
        assert!(status.is_success(), "{path}: {status}\n{page}");
    }

    /// Sends a form that stands on `page`, with the token and command id it carries.
    ///
    /// # Panics
    /// When the node does not answer.
    pub async fn send_from(
        &self,
        page: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, String) {
        self.try_send_from(page, action, fields).await.expect("the node answers")
    }

    /// The same, or `None` while the node does not answer.
    pub async fn try_send_from(
        &self,
        page: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> Option<(StatusCode, String)> {
        let form = page.find(&format!("action=\"{action}\"")).map_or("", |at| &page[at..]);
        let mut all: Vec<(&str, &str)> = Vec::new();
        for hidden in ["csrf", "command", "next"] {
            if let Some(value) = value_of(form, hidden) {
                all.push((hidden, value));
            }
        }
        all.extend_from_slice(fields);
        let req = self.http.post(format!("{}{action}", self.url)).form(&all);
        let answer = req.header("origin", &self.url).send().await.ok()?;
        Some((answer.status(), answer.text().await.ok()?))
    }

    /// Opens `page` and sends one of its forms, which must be taken.
    ///
    /// # Panics
    /// When it is not.
    pub async fn send(&self, page: &str, action: &str, fields: &[(&str, &str)]) {
        let text = self.page(page).await;
        assert!(text.contains(action), "no form for {action} on {page}:\n{text}");
        let (status, answer) = self.send_from(&text, action, fields).await;
        assert!(status.is_success(), "{action}: {status}\n{answer}");
    }
}

/// A part of a form that comes in parts.
fn part(body: &mut Vec<u8>, what: &str, bytes: &[u8]) {
    let head = format!("--a-line-between\r\nContent-Disposition: form-data; {what}\r\n\r\n");
    body.extend(head.as_bytes());
    body.extend(bytes);
    body.extend(b"\r\n");
}

/// What a form that goes to `action` holds as it stands: its typed fields and what is ticked, without hidden ones.
///
/// # Panics
/// When the page has no such form.
#[must_use]
pub fn fields_of(page: &str, action: &str) -> Vec<(String, String)> {
    let from = page.find(&format!("method=\"post\" action=\"{action}\"")).expect("there is a form");
    let form = &page[from..];
    let form = &form[..form.find("</form>").expect("it ends")];
    let mut fields = Vec::new();
    for piece in form.split('<').skip(1) {
        let (tag, after) = piece.split_once('>').unwrap_or((piece, ""));
        let told = |key: &str| {
            let rest = tag.split_once(&format!(" {key}=\""))?.1;
            rest.split_once('"').map(|(value, _)| plain(value))
        };
        let Some(name) = told("name") else { continue };
        let ticked = !tag.contains("type=\"checkbox\"") || tag.contains(" checked");
        if tag.starts_with("textarea") {
            fields.push((name, plain(after)));
        } else if tag.starts_with("input") && !tag.contains("type=\"hidden\"") && ticked {
            fields.push((name, told("value").unwrap_or_default()));
        }
    }
    fields
}

/// A text of a page without the marks that HTML needs.
fn plain(text: &str) -> String {
    let marks = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    marks.iter().fold(text.to_owned(), |text, (mark, sign)| text.replace(mark, sign))
}

/// The value of the first hidden field of this name.
#[must_use]
pub fn value_of<'p>(form: &'p str, name: &str) -> Option<&'p str> {
    let at = form.find(&format!("name=\"{name}\" value=\""))?;
    let rest = &form[at..];
    let rest = &rest[rest.find("value=\"")? + 7..];
    rest.split('"').next()
}
