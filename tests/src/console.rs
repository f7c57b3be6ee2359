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

/// The value of the first hidden field of this name.
#[must_use]
pub fn value_of<'p>(form: &'p str, name: &str) -> Option<&'p str> {
    let at = form.find(&format!("name=\"{name}\" value=\""))?;
    let rest = &form[at..];
    let rest = &rest[rest.find("value=\"")? + 7..];
    rest.split('"').next()
}
