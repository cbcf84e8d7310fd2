//! A browser that is told what to do in short words: Chromium through chromedriver. It knows nothing of what the page is
//! for. Waiting is done in the page: it answers as soon as something is so, and nobody sleeps.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};
use tokio::runtime::Runtime;

use crate::support::program::spawn_until;

/// How long anything on the page may take.
const LIMIT: Duration = Duration::from_secs(30);

/// A browser with a profile of its own. Ends when it is dropped.
pub struct Browser {
    runtime: Runtime,
    driver: WebDriver,
    service: Child,
    _profile: TempDir,
    shots: PathBuf,
}

/// Where a command is, if it is installed.
pub fn installed(command: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(command))
        .find(|file| file.exists())
}

impl Browser {
    /// Starts it; or the reason why there is none.
    pub fn start(shots: &Path) -> Result<Self, String> {
        let chromium = installed("chromium").ok_or("no chromium")?;
        let chromedriver =
            installed("chromedriver").ok_or("no chromedriver (Debian: chromium-driver)")?;
        let profile = tempfile::tempdir().unwrap();
        let (service, port) = service(&chromedriver);
        let mut options = DesiredCapabilities::chrome();
        options.set_binary(chromium.to_str().unwrap()).unwrap();
        options
            .set_browser_log_level(LoggingPrefsLogLevel::All)
            .unwrap();
        let data = format!("--user-data-dir={}", profile.path().display());
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            &data,
        ] {
            options.add_arg(argument).unwrap();
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let driver = runtime.block_on(async {
            let driver = WebDriver::new(address, options).await.unwrap();
            let limit = LIMIT + Duration::from_secs(10);
            driver.set_script_timeout(limit).await.unwrap();
            driver
        });
        std::fs::create_dir_all(shots).unwrap();
        Ok(Self {
            runtime,
            driver,
            service,
            _profile: profile,
            shots: shots.to_owned(),
        })
    }

    /// Opens an address.
    pub fn open(&self, url: &str) {
        self.runtime.block_on(self.driver.goto(url)).unwrap();
    }

    /// Runs a function body in the page; what it returns.
    pub fn js(&self, body: &str) -> Value {
        self.js_with(body, Vec::new())
    }

    /// The same with arguments.
    pub fn js_with(&self, body: &str, arguments: Vec<Value>) -> Value {
        let done = self.runtime.block_on(self.driver.execute(body, arguments));
        done.unwrap_or_else(|error| panic!("{body}: {error}"))
            .json()
            .clone()
    }

    /// Runs a function body that calls `done(result)`.
    pub fn js_later(&self, body: &str, arguments: Vec<Value>) -> Value {
        let body = format!("const done = arguments[arguments.length - 1]; {body}");
        let run = self.driver.execute_async(body.as_str(), arguments);
        let done = self.runtime.block_on(run);
        done.unwrap_or_else(|error| panic!("{body}: {error}"))
            .json()
            .clone()
    }

    /// Waits until an expression in the page is true.
    pub fn until(&self, what: &str, expression: &str) {
        let limit = LIMIT.as_millis();
        let body = format!(
            "const test = () => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }};
             if (test()) {{ done(true); return; }}
             let observer, pulse, end;
             const stop = (is) => {{ observer.disconnect(); clearInterval(pulse); clearTimeout(end); done(is); }};
             const look = () => {{ if (test()) stop(true); }};
             observer = new MutationObserver(look);
             observer.observe(document, {{ subtree: true, childList: true, attributes: true, characterData: true }});
             pulse = setInterval(look, 50);
             end = setTimeout(() => stop(false), {limit});"
        );
        if self.js_later(&body, Vec::new()) != json!(true) {
            self.shot("failed");
            panic!(
                "waited for: {what}\n{}",
                self.js("return document.body.innerText.slice(-1500)")
            );
        }
    }

    /// Whether an expression in the page is true now.
    pub fn is(&self, expression: &str) -> bool {
        self.js(&format!("return Boolean({expression})")) == json!(true)
    }

    /// Clicks an element as a person with a mouse would.
    pub fn click(&self, css: &str) {
        self.until(css, &format!("document.querySelector({})", json!(css)));
        let clicked = self
            .runtime
            .block_on(async { self.driver.find(By::Css(css)).await?.click().await });
        if let Err(error) = clicked {
            self.shot("failed");
            panic!("{css}: {error}");
        }
    }

    /// Types where the focus is.
    pub fn keys(&self, keys: impl Into<TypingData>) {
        let keys = keys.into();
        let typed = self
            .runtime
            .block_on(async { self.driver.active_element().await?.send_keys(keys).await });
        typed.unwrap();
    }

    /// Makes the page so wide and high, in CSS pixels; below 700 as a phone.
    pub fn size(&self, width: u32, height: u32) {
        let phone = width < 700;
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone});
        self.cdp("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// The colours that the reader's system asks for: `light` or `dark`.
    pub fn colours(&self, scheme: &str) {
        let feature = json!({"name": "prefers-color-scheme", "value": scheme});
        self.cdp(
            "Emulation.setEmulatedMedia",
            json!({ "features": [feature] }),
        );
    }

    fn cdp(&self, method: &str, parameters: Value) {
        let cdp = self.driver.cdp();
        self.runtime
            .block_on(cdp.send_raw(method, parameters))
            .unwrap();
    }

    /// Keeps a picture of the page; its file.
    pub fn shot(&self, name: &str) -> PathBuf {
        let file = self.shots.join(format!("{name}.png"));
        let png = self.runtime.block_on(self.driver.screenshot_as_png());
        std::fs::write(&file, png.unwrap()).unwrap();
        file
    }

    /// What the browser complained about since the last call: scripts, policies, missing files.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.runtime.block_on(self.driver.browser_log()).unwrap();
        let severe = log.into_iter().filter(|entry| entry.level == "SEVERE");
        severe.map(|entry| entry.message).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // What does not end by itself is ended with the service.
        drop(self.runtime.block_on(self.driver.clone().quit()));
        drop(self.service.kill());
        drop(self.service.wait());
    }
}

/// Starts chromedriver on a port that is free.
fn service(chromedriver: &Path) -> (Child, u16) {
    let mut command = Command::new(chromedriver);
    let port = |line: String| {
        let port = line.split("successfully on port ").nth(1)?;
        port.trim_end_matches('.').parse().ok()
    };
    let (child, port) = spawn_until(command.arg("--port=0"), Stdio::null(), port);
    (child, port.expect("chromedriver says its port"))
}
