//! The program in its local mode: the address it prints, the port, what it keeps, what it refuses.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use union_brief::local::world::beginning::GROUP;

use crate::support::program::{Home, spawn_until, url_in, wait_for_end};
use crate::support::telegram::TOKEN;

/// From the start to the page answering, on a built tree; `cargo run` adds what cargo takes.
const START_MAX: Duration = Duration::from_secs(2);
/// From what is sent to the answer on the page.
const ANSWER_MAX: Duration = Duration::from_millis(100);

/// From the word to stop to the end.
const STOP_MAX: Duration = Duration::from_secs(5);

/// The program while it serves.
struct Page {
    child: Child,
    url: String,
    http: reqwest::Client,
}

impl Page {
    /// Starts it and waits for its address.
    fn start(mut command: Command) -> Self {
        let (child, url) = spawn_until(&mut command, Stdio::piped(), |line| url_in(&line));
        Self {
            url: url.expect("an address"),
            child,
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    async fn world(&self) -> Value {
        let response = self.http.get(format!("{}/local/world", self.url));
        let text = response.send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap()
    }

    async fn post(&self, name: &str, body: Value) {
        let request = self
            .http
            .post(format!("{}/local/{name}", self.url))
            .header("content-type", "application/json")
            .body(body.to_string());
        assert_eq!(request.send().await.unwrap().status(), 200);
    }

    /// Says something in a private chat and waits for the next message of the bot there; how long it took.
    async fn ask(&self, person: i64, text: &str) -> (String, Duration) {
        let at = self.world().await["at"].as_u64().unwrap();
        let url = format!("{}/local/events?after={at}", self.url);
        let mut events = self.http.get(url).send().await.unwrap();
        let begun = Instant::now();
        self.post(
            "say",
            json!({"person": person, "chat": person, "text": text}),
        )
        .await;
        let mut read = String::new();
        let search = async {
            loop {
                let chunk = events.chunk().await.unwrap().unwrap();
                read.push_str(&String::from_utf8_lossy(&chunk));
                let mut messages = read.lines().filter_map(|line| {
                    let event: Value = serde_json::from_str(line.strip_prefix("data: ")?).ok()?;
                    (event["kind"] == "message" && event["message"]["from"] == "bot")
                        .then(|| event["message"]["text"].as_str().unwrap().to_owned())
                });
                if let Some(text) = messages.next_back() {
                    return text;
                }
            }
        };
        let text = tokio::time::timeout(Duration::from_secs(20), search).await;
        (text.expect("an answer"), begun.elapsed())
    }

    /// Tells it to stop; the code and standard error.
    fn stop(mut self) -> (i32, String) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        self.ended()
    }

    fn ended(&mut self) -> (i32, String) {
        let status = wait_for_end(&mut self.child, STOP_MAX);
        let code = status.code().unwrap_or(-1);
        let mut log = String::new();
        let errors = self.child.stderr.as_mut().unwrap();
        errors.read_to_string(&mut log).unwrap();
        (code, log)
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn serve(home: &Home, args: &[&str]) -> Command {
    let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
    all.extend(args);
    home.command(&all)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_fast_answers_fast_and_remembers_until_it_is_told_to_forget() {
    let home = Home::new();
    let begun = Instant::now();
    let page = Page::start(serve(&home, &[]));
    page.world().await;
    let start = begun.elapsed();
    let (help, _) = page.ask(103, "/help").await;
    assert!(!help.is_empty());
    // Telegram's limit of a private chat lets three answers in a row through.
    let mut times = Vec::new();
    for person in [101, 102, 101, 102, 101, 102] {
        times.push(page.ask(person, "/about").await.1);
    }
    times.sort();
    println!(
        "page_after_ms={} answer_after_ms: median={} worst={}",
        start.as_millis(),
        times[3].as_millis(),
        times[5].as_millis()
    );
    assert!(start < START_MAX, "{start:?}");
    assert!(times[3] < ANSWER_MAX, "{times:?}");
    page.post("person", json!({"person": 103, "language_code": "ru"}))
        .await;
    page.ask(103, "/language ru").await;
    let before = page.world().await;
    assert_eq!(page.stop(), (0, String::new()));

    // A token in the environment does not matter where the local mode is asked for.
    let mut command = serve(&home, &["--local"]);
    command.env("TELOXIDE_TOKEN", TOKEN);
    let page = Page::start(command);
    let after = page.world().await;
    for what in ["people", "chats", "messages"] {
        assert_eq!(after[what], before[what], "{what}");
    }
    assert!(page.ask(103, "/open").await.0.starts_with("Что не решено"));
    page.stop();
    let page = Page::start(serve(&home, &["--fresh"]));
    let fresh = page.world().await;
    assert_eq!(fresh["people"][2]["language_code"], "be");
    let own = |world: &Value| {
        world["messages"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|m| m["chat"] == 103)
            .count()
    };
    assert_eq!((own(&before) >= 4, own(&fresh)), (true, 0));
    let (open, _) = page.ask(101, "/open").await;
    assert!(open.starts_with("What is not settled"), "{open}");

    // It is killed: what it said shortly before is there.
    let mut page = page;
    let said = page.world().await;
    let saved = home.state().join("local/world.json");
    let text = said["messages"].as_array().unwrap().last().unwrap()["text"].clone();
    let first_line = text.as_str().unwrap().lines().next().unwrap().to_owned();
    let until = Instant::now() + Duration::from_secs(10);
    while !std::fs::read_to_string(&saved)
        .unwrap_or_default()
        .contains(&first_line)
    {
        assert!(Instant::now() < until, "it was not saved");
        std::thread::sleep(Duration::from_millis(5));
    }
    page.child.kill().unwrap();
    page.ended();
    // A snapshot that cannot be read is put aside.
    std::fs::write(&saved, "{\"version\": 1, \"wor").unwrap();
    let page = Page::start(serve(&home, &[]));
    assert_eq!(own(&page.world().await), 0);
    let (code, log) = page.stop();
    assert!(
        code == 0 && log.contains("could not be read and begin anew"),
        "{log}"
    );
    let aside = std::fs::read_dir(home.state().join("local")).unwrap();
    let aside = aside.filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("world.damaged")
    });
    assert_eq!(aside.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_while_a_page_listens_and_keeps_what_was_said_last() {
    let home = Home::new();
    let page = Page::start(serve(&home, &[]));
    let address = page.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(STOP_MAX)).unwrap();
    write!(
        stream,
        "GET /local/events?after=0 HTTP/1.1\r\nHost: {address}\r\n\r\n"
    )
    .unwrap();
    let mut events = BufReader::new(stream);
    let said = "what is said right before the end";
    page.post("say", json!({"person": 101, "chat": GROUP, "text": said}))
        .await;
    let heard = |line: std::io::Result<String>| line.unwrap().contains(said);
    assert!(events.by_ref().lines().any(heard), "the stream ended");
    let begun = Instant::now();
    assert_eq!(page.stop(), (0, String::new()));
    println!("stop_with_a_page_ms={}", begun.elapsed().as_millis());
    // What the page had open has ended too, one way or the other.
    let mut rest = Vec::new();
    let end = events.read_to_end(&mut rest);
    let late = |kind| matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut);
    assert!(!end.is_err_and(|error| late(error.kind())));

    let page = Page::start(serve(&home, &[]));
    let world = page.world().await;
    let mut messages = world["messages"].as_array().unwrap().iter();
    assert!(messages.any(|message| message["text"] == said));
    page.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_port_is_said_and_anything_but_loopback_is_refused() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let home = Home::new();
    let page = Page::start(home.command(&["serve", "--listen", &address]));
    assert_ne!(page.url, format!("http://{address}"));
    page.world().await;
    // The same chats are not opened twice.
    let second = home.run(&["serve", "--listen", "127.0.0.1:0", "--fresh"]);
    assert_eq!((second.code, second.out.as_str()), (3, ""));
    assert!(
        second.err.contains("is in use by another union-brief"),
        "{}",
        second.err
    );
    let (code, log) = page.stop();
    let port = taken.local_addr().unwrap().port();
    assert_eq!(
        (code, log),
        (0, format!("union-brief: port {port} is taken\n"))
    );

    for address in ["0.0.0.0:0", "192.0.2.1:80", "[::]:0", "nonsense", "8088"] {
        let done = home.run(&["serve", "--listen", address]);
        assert_eq!(
            (done.code, done.out.as_str()),
            (2, ""),
            "{address}: {}",
            done.err
        );
    }
    let mut command = home.command(&["serve", "--fresh"]);
    let done = command.env("TELOXIDE_TOKEN", TOKEN).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("--local"));
}
