//! The proxies in front of the webhook as the README shows them: each has an address, a certificate and ports of this test's
//! and nothing else of its own. Prints what came through, or why one was skipped.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test fails by panicking"
)]

#[path = "it/support/mod.rs"]
#[allow(dead_code, reason = "shared with the other tests, which use the rest")]
mod support;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use reqwest::Client;
use serde_json::json;

use support::program::{Home, Serving};
use support::telegram::{Chat, Telegram};
use support::webhook::{HEADER, SECRET, says, with_webhook};
use support::{free_port, project};

/// A proxy that the README has an example for.
struct Proxy {
    name: &'static str,
    /// The line before the example.
    introduced: &'static str,
    /// What else has to be there.
    needs: &'static [&'static str],
    command: fn(&Place) -> Command,
    /// What its log says when it listens.
    listens: &'static str,
}

/// Where a proxy runs, and what for.
struct Place {
    folder: PathBuf,
    example: String,
    /// Where it listens.
    port: u16,
    /// Where the bot listens.
    bot: u16,
}

const PROXIES: [Proxy; 2] = [
    Proxy {
        name: "caddy",
        introduced: "With Caddy",
        needs: &["caddy"],
        command: caddy,
        listens: "serving initial configuration",
    },
    Proxy {
        name: "nginx",
        introduced: "With nginx",
        needs: &["nginx", "openssl"],
        command: nginx,
        listens: "start worker process",
    },
];

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for proxy in &PROXIES {
        let missing = proxy.needs.iter().find(|name| !is_there(name));
        match missing {
            Some(missing) => println!("proxy={} skipped: there is no {missing}", proxy.name),
            None => runtime.block_on(goes_through(proxy)),
        }
    }
}

fn is_there(program: &str) -> bool {
    let asked = Command::new(program)
        .arg(if program == "nginx" { "-v" } else { "version" })
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    asked.is_ok_and(|status| status.success())
}

/// Posts through the proxy what Telegram would, and what it would not.
async fn goes_through(proxy: &Proxy) {
    let (telegram, home) = (Telegram::start().await, Home::new());
    let place = Place {
        folder: home.dir.path().to_owned(),
        example: example(proxy.introduced),
        port: free_port(),
        bot: free_port(),
    };
    let address = format!("https://localhost:{}", place.port);
    let url = format!("{address}/telegram");
    let mut command = home.serving(&telegram);
    with_webhook(&mut command, &url, place.bot);
    let bot = Serving::spawn(command);
    let running = Serving::spawn((proxy.command)(&place));
    let is_said = |by: &Serving, text: &str| {
        tokio::task::block_in_place(|| by.says(|line| line.contains(text).then_some(())));
    };
    is_said(&running, proxy.listens);
    is_said(&bot, "the webhook is set");
    let client = Client::builder()
        .no_proxy()
        // The certificate was made for this test.
        .danger_accept_invalid_certs(true)
        .timeout(Duration::from_secs(20))
        .build()
        .unwrap();
    let update = says(&telegram, 500_000, Chat::Private(7), "/open");
    let mut large = update.clone();
    large["message"]["text"] = json!("x".repeat(1 << 20));
    let elsewhere = format!("{address}/healthz");
    let mut codes = Vec::new();
    for (url, secret, body, code) in [
        (&url, "wrong", &update, 404),
        (&elsewhere, SECRET, &update, 404),
        (&url, SECRET, &large, 413),
        (&url, SECRET, &update, 200),
    ] {
        let post = client.post(url).header(HEADER, secret);
        let post = post.header("content-type", "application/json");
        let response = post.body(body.to_string()).send().await.unwrap();
        let status = response.status().as_u16();
        assert_eq!(status, code, "{}: {url} {secret}", proxy.name);
        codes.push(status.to_string());
        let said = response.text().await.unwrap();
        // The answer to the question is in the response.
        assert_eq!(said.contains("What is not settled"), code == 200, "{said}");
    }
    // The bot says 404 as well: what the proxy turns away is seen by somebody else in its place.
    drop(bot);
    let behind = TcpListener::bind(("127.0.0.1", place.bot)).unwrap();
    behind.set_nonblocking(true).unwrap();
    let response = client.post(&elsewhere).header(HEADER, SECRET).send();
    assert_eq!(response.await.unwrap().status().as_u16(), 404);
    let reached = behind.accept().is_ok();
    assert!(!reached, "{} passes {elsewhere} on", proxy.name);
    println!(
        "proxy={} answered={} passed_on_elsewhere=0",
        proxy.name,
        codes.join(",")
    );
    drop(running);
}

/// The example in the README that comes next after a text.
fn example(introduced: &str) -> String {
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    let (_, after) = readme.split_once(introduced).expect("an example");
    let example = after.split("```").nth(1).unwrap();
    // The first line names the language.
    let (_, example) = example.split_once('\n').unwrap();
    example.to_owned()
}

/// The same with something else in place of what has to be in it.
fn with(example: &str, changes: &[(&str, String)]) -> String {
    changes
        .iter()
        .fold(example.to_owned(), |example, (from, to)| {
            assert!(example.contains(from), "no {from} in {example}");
            example.replace(from, to)
        })
}

fn caddy(place: &Place) -> Command {
    let example = with(
        &place.example,
        &[
            (
                "bot.example.org",
                format!("https://localhost:{}", place.port),
            ),
            ("127.0.0.1:8080", format!("127.0.0.1:{}", place.bot)),
        ],
    );
    // Without these it would change the machine: its administration, its trusted certificates, port 80.
    let alone = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n";
    let file = place.folder.join("Caddyfile");
    std::fs::write(&file, format!("{alone}{example}")).unwrap();
    let mut command = Command::new("caddy");
    command
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(file)
        .env("XDG_DATA_HOME", &place.folder)
        .env("XDG_CONFIG_HOME", &place.folder);
    command
}

fn nginx(place: &Place) -> Command {
    let folder = place.folder.display();
    make_certificate(&place.folder);
    let example = with(
        &place.example,
        &[
            ("listen 443", format!("listen 127.0.0.1:{}", place.port)),
            ("127.0.0.1:8080", format!("127.0.0.1:{}", place.bot)),
            ("bot.example.org;", "localhost;".to_owned()),
            (
                "/etc/letsencrypt/live/bot.example.org/fullchain.pem",
                format!("{folder}/cert.pem"),
            ),
            (
                "/etc/letsencrypt/live/bot.example.org/privkey.pem",
                format!("{folder}/key.pem"),
            ),
        ],
    );
    let around = format!(
        "daemon off;\npid {folder}/nginx.pid;\nerror_log stderr notice;\nevents {{}}\nhttp {{\naccess_log off;\n\
         client_body_temp_path {folder}/body;\nproxy_temp_path {folder}/proxy;\n\
         fastcgi_temp_path {folder}/fastcgi;\nuwsgi_temp_path {folder}/uwsgi;\nscgi_temp_path {folder}/scgi;\n{example}\n}}\n"
    );
    let file = place.folder.join("nginx.conf");
    std::fs::write(&file, around).unwrap();
    let mut command = Command::new("nginx");
    command.args(["-e", "stderr", "-c"]).arg(file);
    command
}

fn make_certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
        ])
        .args([
            "-subj",
            "/CN=localhost",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
        ])
        .current_dir(folder)
        .stderr(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "no certificate");
}
