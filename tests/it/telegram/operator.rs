//! What the operator sees: health, readiness, metrics.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use reqwest::{Client, Method, StatusCode};
use tokio::task::JoinHandle;
use union_brief::config::Config;
use union_brief::conversation::Desk;
use union_brief::operator::Operator;
use union_brief::question::button::ButtonKey;
use union_brief::store::dossiers;
use union_brief::store::embedded::{Embedded, Place};
use union_brief::telegram::RunError;
use union_brief::telegram::stop::{Stopper, stop};
use union_brief::texts::Texts;
use union_brief::vitals::{Phase, SILENCE_MAX, Vitals};

use super::promises::Explosive;
use super::{ALONE, flood};
use crate::support::exposition::{Scraped, read};
use crate::support::program::{Home, Serving};
use crate::support::project;
use crate::support::telegram::{Chat, TOKEN, Telegram, person};

/// How long anything is waited for before a test fails.
const PATIENCE: Duration = Duration::from_secs(40);

/// The operator's view, from outside.
#[derive(Clone)]
struct View {
    client: Client,
    address: SocketAddr,
}

impl View {
    fn of(address: SocketAddr) -> Self {
        Self {
            client: Client::builder().no_proxy().build().unwrap(),
            address,
        }
    }

    async fn request(&self, method: Method, path: &str) -> reqwest::Response {
        let url = format!("http://{}{path}", self.address);
        self.client.request(method, url).send().await.unwrap()
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let response = self.request(Method::GET, path).await;
        (response.status().as_u16(), response.text().await.unwrap())
    }

    async fn scrape(&self) -> Scraped {
        let (code, text) = self.get("/metrics").await;
        assert_eq!(code, 200, "{text}");
        read(&text)
    }

    /// Scrapes until it finds what it looks for.
    async fn until(&self, what: &str, found: impl Fn(&Scraped) -> bool) -> Scraped {
        let until = Instant::now() + PATIENCE;
        loop {
            let scraped = self.scrape().await;
            if found(&scraped) {
                return scraped;
            }
            assert!(Instant::now() < until, "{what}: {:#?}", scraped.series);
        }
    }

    /// Asks until it says this.
    async fn until_ready_says(&self, code: u16, text: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let said = self.get("/readyz").await;
            if said.0 == code && said.1.contains(text) {
                return;
            }
            assert!(Instant::now() < until, "{code} {text}: {said:?}");
        }
    }
}

/// The bot in this process, with a clock that can be put forward and a store that panics once for chat 666.
struct Watched {
    view: View,
    forward_ms: Arc<AtomicU64>,
    stopper: Stopper,
    bot: JoinHandle<Result<(), RunError>>,
    _operator: Operator,
}

impl Watched {
    async fn start(telegram: &Telegram, home: &Home) -> Self {
        home.ask("/about");
        let forward_ms = Arc::new(AtomicU64::new(0));
        let forward = forward_ms.clone();
        let clock = move || Instant::now() + Duration::from_millis(forward.load(Ordering::SeqCst));
        let vitals = Arc::new(Vitals::new(Box::new(clock), 1_700_000_000.5).unwrap());
        let place = Place {
            state: home.state(),
            min_free_mib: 1,
        };
        let listen = "127.0.0.1:0".parse().unwrap();
        let operator = Operator::start(listen, vitals.clone(), place.clone());
        let operator = operator.await.unwrap();
        let view = View::of(operator.address());
        assert_eq!(view.get("/healthz").await, (200, "ok\n".to_owned()));
        view.until_ready_says(503, "the store is not open yet")
            .await;
        let inner = Embedded::open_counted(&place, Some(vitals.clone())).unwrap();
        vitals.reached(Phase::Loading);
        view.until_ready_says(503, "the dossier is not loaded yet")
            .await;
        let store = Arc::new(Explosive {
            inner,
            armed: AtomicBool::new(true),
        });
        let edition = dossiers::load(&*store).await.unwrap().unwrap();
        vitals.reached(Phase::Loaded);
        view.until_ready_says(503, "has not answered yet").await;
        let vars = [
            ("TELOXIDE_TOKEN".to_owned(), TOKEN.to_owned()),
            ("TELOXIDE_API_URL".to_owned(), telegram.url.clone()),
        ];
        let config = Config::from_vars(&vars).unwrap();
        let (stopper, stop) = stop();
        let bot = tokio::spawn(async move {
            let token = config.token.clone().unwrap();
            let texts = Arc::new(Texts::load().unwrap());
            let desk = |name| Desk::new(edition, texts, name, ButtonKey::derive("x"));
            union_brief::telegram::run(&config, &token, store, desk, vitals, stop).await
        });
        Self {
            view,
            forward_ms,
            stopper,
            bot,
            _operator: operator,
        }
    }

    fn put_forward(&self, by: Duration) {
        let by = u64::try_from(by.as_millis()).unwrap();
        self.forward_ms.fetch_add(by, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_metrics_move_with_what_happens() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let watched = Watched::start(&telegram, &home).await;
    let view = &watched.view;
    let ana = person(5, "en");
    let before = view.scrape().await;
    assert_eq!(before.of("updates_total{outcome=\"answered\"}"), 0.0);
    assert_eq!(before.series["process_start_time_seconds"], 1_700_000_000.5);
    let version = concat!("build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"}");
    assert_eq!(before.of(version), 1.0);
    let readme = std::fs::read_to_string(project().join("README.md")).unwrap();
    for name in before.families.keys() {
        let named = [format!("`{name}`"), format!("`{name}{{")];
        assert!(
            named.iter().any(|named| readme.contains(named)),
            "README.md does not say what {name} tells"
        );
    }

    telegram.ask(ALONE, &ana, "/open").await;
    telegram.ask(ALONE, &ana, "/who Zzzqqq").await;
    telegram.ask(ALONE, &ana, "/language be").await;
    let after = view
        .until("three answers", |now| {
            now.of("updates_total{outcome=\"answered\"}") == 3.0
        })
        .await;
    assert_eq!(after.of("answers_total{declined=\"false\"}"), 2.0);
    assert_eq!(after.of("answers_total{declined=\"true\"}"), 1.0);
    assert_eq!(
        after.of("api_calls_total{method=\"sendMessage\",outcome=\"ok\"}"),
        3.0
    );
    assert!(after.of("api_calls_total{method=\"getUpdates\",outcome=\"ok\"}") >= 3.0);
    let flushes = after.of("store_flush_seconds_count") - before.of("store_flush_seconds_count");
    assert!(flushes >= 1.0 && after.of("store_flush_seconds_sum") > 0.0);
    assert!(after.of("store_bytes") > 10_000.0 && after.of("disk_free_bytes") > 0.0);
    assert_eq!(after.of("disk_floor_bytes"), 1024.0 * 1024.0);

    // An hour's wait: counted, the update is kept, and its age grows.
    telegram.fail_next("sendMessage", flood(3600));
    telegram.say(ALONE, &ana, "/numbers");
    let waiting = view
        .until("a kept update", |now| now.of("inbox_updates") == 1.0)
        .await;
    assert_eq!(waiting.of("flood_waits_total"), 1.0);
    assert_eq!(waiting.of("flood_wait_seconds_total"), 3600.0);
    assert_eq!(
        waiting.of("api_calls_total{method=\"sendMessage\",outcome=\"flood\"}"),
        1.0
    );
    assert_eq!(waiting.of("updates_in_hand"), 1.0);
    watched.put_forward(Duration::from_secs(30));
    let age = view.scrape().await.of("oldest_update_age_seconds");
    assert!((30.0..90.0).contains(&age), "{age}");

    let apology = telegram
        .ask(Chat::Private(666), &person(666, "en"), "/open")
        .await;
    assert!(apology.plain().starts_with("Something went wrong"));
    let panicked = view.scrape().await;
    assert_eq!(panicked.of("panics_total"), 1.0);
    assert_eq!(panicked.of("updates_total{outcome=\"panicked\"}"), 1.0);
    telegram.fail_next(
        "sendMessage",
        crate::support::telegram::refusal(403, "Forbidden: bot was blocked by the user"),
    );
    telegram.say(Chat::Private(7), &person(7, "en"), "/open");
    view.until("a refusal", |now| {
        now.of("updates_total{outcome=\"undeliverable\"}") == 1.0
            && now.or_zero("api_calls_total{method=\"sendMessage\",outcome=\"refused\"}") == 1.0
    })
    .await;
    println!(
        "metrics={} series={}",
        after.families.len(),
        panicked.series.len()
    );
    // What waits for an hour is not waited for; and a loop that is gone does not turn.
    watched.bot.abort();
    assert!(watched.bot.await.unwrap_err().is_cancelled());
    watched.forward_ms.fetch_add(60_000, Ordering::SeqCst);
    let (code, reason) = view.get("/healthz").await;
    assert_eq!(code, 503);
    assert!(
        reason.starts_with("the loop that takes updates in has not turned for 6"),
        "{reason}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_follows_telegram_and_the_word_to_stop() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let watched = Watched::start(&telegram, &home).await;
    let view = &watched.view;
    let ana = person(5, "en");
    telegram.ask(ALONE, &ana, "/open").await;
    view.until_ready_says(200, "ok").await;
    assert_eq!(view.scrape().await.of("ready"), 1.0);
    // Telegram is down: a failure alone is no alarm, a minute of them is.
    telegram.set_down(true);
    view.until("a failed poll", |now| {
        now.or_zero("api_calls_total{method=\"getUpdates\",outcome=\"server_error\"}") >= 1.0
    })
    .await;
    assert_eq!(view.get("/readyz").await.0, 200);
    watched.put_forward(SILENCE_MAX);
    let (code, reason) = view.get("/readyz").await;
    assert_eq!(code, 503);
    assert!(
        reason.starts_with("Telegram has not answered for "),
        "{reason}"
    );
    let down = view.scrape().await;
    assert!(down.of("ready") == 0.0 && down.of("telegram_silence_seconds") >= 60.0);
    telegram.set_down(false);
    view.until_ready_says(200, "ok").await;
    // The loop goes on turning all the while.
    assert_eq!(view.get("/healthz").await.0, 200);
    // A wait for a chat holds the stop for its grace, in which it says so.
    telegram.fail_next("sendMessage", flood(3600));
    telegram.say(ALONE, &ana, "/open");
    view.until("something in hand", |now| {
        now.of("flood_waits_total") == 1.0
    })
    .await;
    watched.stopper.stop();
    view.until_ready_says(503, "stopping").await;
    watched.bot.await.unwrap().unwrap();
}

/// The program with the address it says.
fn serve(home: &Home, telegram: &Telegram, listen: &str) -> Serving {
    let mut command = home.command(&["serve"]);
    command
        .env("TELOXIDE_TOKEN", TOKEN)
        .env("TELOXIDE_API_URL", &telegram.url)
        .env("UNION_BRIEF_HTTP_LISTEN", listen)
        .env("UNION_BRIEF_LOG", "trace");
    Serving::spawn(command)
}

fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, address) = line.split_once("health and metrics are at http://")?;
    address.trim().parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_chats_is_told_and_nothing_but_three_paths_is_served() {
    let telegram = Telegram::start().await;
    let home = Home::new();
    let bot = serve(&home, &telegram, "127.0.0.1:0");
    let view = View::of(bot.says(address_in));
    let somebody = Chat::Private(987_654_321);
    for text in ["/open", "/who WRITTEN-by-a-person", "/language be"] {
        telegram
            .ask(somebody, &person(987_654_321, "en"), text)
            .await;
    }
    view.until_ready_says(200, "ok").await;
    let mut told = String::new();
    for path in [
        "/metrics",
        "/readyz",
        "/healthz",
        "/",
        "/metrics/",
        "/bot",
        "/Metrics",
    ] {
        let get = view.request(Method::GET, path).await;
        let (code, headers) = (get.status(), get.headers().clone());
        let body = get.text().await.unwrap();
        let head = view.request(Method::HEAD, path).await;
        assert_eq!(
            (head.status(), head.headers()["content-type"].clone()),
            (code, headers["content-type"].clone())
        );
        assert_eq!(head.text().await.unwrap(), "");
        if code == StatusCode::NOT_FOUND {
            assert_eq!(body, "not found\n", "{path}");
        }
        let post = view.request(Method::POST, path).await;
        let refused = [StatusCode::METHOD_NOT_ALLOWED, StatusCode::NOT_FOUND];
        assert_eq!(post.status(), refused[usize::from(code == 404)], "{path}");
        told += &format!("{headers:?}\n{body}\n");
    }
    assert_eq!(view.get("/metrics?x=1").await.0, 200);
    for secret in [
        "CANARY",
        "123456:",
        "WRITTEN",
        "987654321",
        "Ana",
        "union_brief_bot",
        "127.0.0.1",
    ] {
        assert!(!told.contains(secret), "{secret} is in {told}");
    }
    // Nobody who is slow holds up a stop, and with it all is closed.
    let mut slow = TcpStream::connect(view.address).unwrap();
    slow.write_all(b"GET /metrics HTTP/1.1\r\nHost").unwrap();
    let begun = Instant::now();
    let (code, log) = bot.stop();
    assert!(
        code == 0 && begun.elapsed() < Duration::from_secs(5),
        "{log}"
    );
    assert_eq!(slow.read(&mut [0; 1]).unwrap_or(0), 0);
    assert!(TcpStream::connect(view.address).is_err());
    assert!(log.contains("update") && !log.contains("WRITTEN") && !log.contains("CANARY"));
    println!("paths=3 secrets=0 stop_ms={}", begun.elapsed().as_millis());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_port_and_a_full_disk_are_told() {
    let telegram = Telegram::start().await;
    let mut home = Home::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, log) = serve(&home, &telegram, &address).ended();
    assert_eq!((code, log.lines().count()), (3, 1), "{log}");
    let said = format!("union-brief: {address} is taken; set UNION_BRIEF_HTTP_LISTEN");
    assert!(log.starts_with(&said), "{log}");
    let (code, log) = serve(&home, &telegram, "192.0.2.1:9090").ended();
    assert_eq!((code, log.lines().count()), (3, 1), "{log}");
    let (code, log) = serve(&home, &telegram, "9090").ended();
    assert_eq!((code, log.lines().count()), (2, 1), "{log}");

    // The store is there; then the floor is above all that is free.
    home.ask("/about");
    home.min_free_mib = 1 << 40;
    let bot = serve(&home, &telegram, "127.0.0.1:0");
    let view = View::of(bot.says(address_in));
    telegram.ask(ALONE, &person(5, "en"), "/open").await;
    view.until_ready_says(503, "are needed before anything is written")
        .await;
    assert_eq!(view.get("/healthz").await.0, 200);
    let scraped = view.scrape().await;
    assert!(scraped.of("disk_free_bytes") < scraped.of("disk_floor_bytes"));
    bot.kill();
}
