//! A real browser, driven through its driver: somebody at the console on a desk or with a phone.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Value, json};

use crate::PATIENCE;
use crate::city::Login;

/// A screen: its width and height in CSS pixels, and whether it is a phone's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels.
    pub height: u32,
    /// Whether it is touched, and its pages scaled, as a phone's.
    pub phone: bool,
}

/// A desk's.
pub const DESK: Screen = Screen { width: 1280, height: 900, phone: false };
/// A phone's.
pub const PHONE: Screen = Screen { width: 390, height: 844, phone: true };

/// A running browser with one window.
pub struct Browser {
    /// The window.
    pub window: Client,
    driver: Child,
    screen: Screen,
}

/// A command of Chromium's own, for what the standard has no word for.
#[derive(Debug)]
struct Own(&'static str, Value);

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.0, "params": self.1 }).to_string()))
    }
}

impl Browser {
    /// Opens a window with a screen of this kind.
    ///
    /// # Panics
    /// When the browser or its driver does not start: `./test` installs both.
    pub async fn open(screen: Screen) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = port.expect("a free port").port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed by ./test");
        let options = json!({
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-dev-shm-usage", "--hide-scrollbars",
                format!("--window-size={},{}", screen.width, screen.height)],
            "prefs": { "intl.accept_languages": "it" },
        });
        let mut wanted = serde_json::Map::new();
        wanted.insert("goog:chromeOptions".to_owned(), options);
        let deadline = Instant::now() + PATIENCE;
        let window = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let opened = builder
                .capabilities(wanted.clone())
                .connect(&format!("http://127.0.0.1:{port}"))
                .await;
            match opened {
                Ok(window) => break window,
                Err(error) => assert!(Instant::now() < deadline, "no window: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
        let browser = Self { window, driver, screen };
        browser.resize(screen.height).await;
        browser
    }

    /// A command of Chromium's own.
    async fn own(&self, command: &'static str, fields: Value) {
        self.window.issue_cmd(Own(command, fields)).await.expect("the browser obeys");
    }

    async fn resize(&self, height: u32) {
        let Screen { width, phone, .. } = self.screen;
        let fields = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone,
        });
        self.own("Emulation.setDeviceMetricsOverride", fields).await;
        if phone {
            self.own("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
        }
    }

    /// Shows an address.
    ///
    /// # Panics
    /// When the browser does not obey.
    pub async fn go(&self, url: &str) {
        self.window.goto(url).await.expect("the browser obeys");
    }

    /// Signs in at a node.
    ///
    /// # Panics
    /// When the node does not let them in.
    pub async fn sign_in(&self, url: &str, login: &Login) {
        self.go(&format!("{url}/sign-in")).await;
        self.write("input[name=name]", &login.name).await;
        self.write("input[name=password]", &login.password).await;
        self.press("main form button[type=submit]").await;
        self.until("return location.pathname !== '/sign-in'").await;
        self.see("nav.side").await;
    }

    /// Waits until something is there.
    ///
    /// # Panics
    /// When it does not come in time.
    pub async fn see(&self, what: &str) -> fantoccini::elements::Element {
        let found = self.window.wait().at_most(PATIENCE).for_element(Locator::Css(what)).await;
        match found {
            Ok(found) => found,
            Err(error) => panic!("not seen: {what} ({error})\n{}", self.text().await),
        }
    }

    /// Waits until a script gives true.
    ///
    /// # Panics
    /// When it does not in time.
    pub async fn until(&self, script: &str) {
        let deadline = Instant::now() + PATIENCE;
        // A page that is just being left cannot answer; the next one can.
        while self.window.execute(script, Vec::new()).await.ok() != Some(Value::Bool(true)) {
            assert!(Instant::now() < deadline, "not in time: {script}\n{}", self.text().await);
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Writes into a field.
    ///
    /// # Panics
    /// When it is not there.
    pub async fn write(&self, field: &str, text: &str) {
        let field = self.see(field).await;
        field.clear().await.expect("a field can be emptied");
        field.send_keys(text).await.expect("a field can be written in");
    }

    /// Presses something, scrolled to as a person would.
    ///
    /// # Panics
    /// When it is not there or lies under something else.
    pub async fn press(&self, what: &str) {
        let found = self.see(what).await;
        let middle = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})";
        let this = serde_json::to_value(&found).expect("an element has a name");
        self.window.execute(middle, vec![this]).await.expect("it can be scrolled to");
        if let Err(error) = found.click().await {
            panic!("{what} cannot be pressed: {error}");
        }
    }

    /// Presses keys where the focus is.
    ///
    /// # Panics
    /// When nothing has it.
    pub async fn type_keys(&self, keys: &str) {
        let here = self.window.active_element().await.expect("something has the focus");
        here.send_keys(keys).await.expect("it takes keys");
    }

    /// What a script gives.
    ///
    /// # Panics
    /// When it fails.
    pub async fn ask(&self, script: &str) -> Value {
        let answer = self.window.execute(script, Vec::new()).await;
        answer.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> String {
        let text = self.window.execute("return document.body.innerText", Vec::new()).await;
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// A picture of the window, or of the whole page.
    ///
    /// # Panics
    /// When the browser does not obey.
    pub async fn picture(&self, whole: bool) -> Vec<u8> {
        self.until(
            "return document.fonts.status === 'loaded' && document.readyState === 'complete'",
        )
        .await;
        if whole {
            let height = self.ask("return document.scrollingElement.scrollHeight").await;
            let height = height.as_u64().and_then(|height| u32::try_from(height).ok());
            self.resize(height.unwrap_or_default().max(self.screen.height)).await;
        }
        let picture = self.window.screenshot().await.expect("the browser takes a picture");
        if whole {
            self.resize(self.screen.height).await;
        }
        picture
    }

    /// Forgets who had signed in.
    ///
    /// # Panics
    /// When the browser does not obey.
    pub async fn forget(&self) {
        self.window.delete_all_cookies().await.expect("the browser obeys");
    }

    /// Closes the window; without it, the browser lives until the driver ends.
    pub async fn close(self) {
        let _ = self.window.clone().close().await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
