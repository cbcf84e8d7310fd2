//! The page's calls about publishing: they reach whoever was handed in, and nobody before.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::{Value, json};
use union_brief::local::publishing::{
    Delivery, DeliveryState, Fact, Overview, Published, Publishing, Revising, Withdrawing, Words,
};

use super::{Client, answer};

/// Publishes nothing and remembers what it was told.
#[derive(Debug, Default)]
struct Remembers(Mutex<Vec<String>>);

impl Remembers {
    fn told(&self, what: String) -> Result<Published, String> {
        self.0.lock().unwrap().push(what);
        Ok(Published {
            revision: Some(2),
            lines: vec!["as it was told".to_owned()],
        })
    }
}

fn words() -> Words {
    let [en, ru, be] = ["x", "y", "z"].map(str::to_owned);
    Words { en, ru, be }
}

#[async_trait]
impl Publishing for Remembers {
    async fn overview(&self) -> Result<Overview, String> {
        Ok(Overview {
            head: 7,
            next: None,
            waiting: 0,
            deliveries: vec![Delivery {
                chat: 101,
                topic: None,
                told: 6,
                last: None,
                state: DeliveryState::Paused,
                why: Some("flood".to_owned()),
                until: Some(9),
            }],
            more: false,
        })
    }

    async fn facts(&self) -> Result<Vec<Fact>, String> {
        Ok(vec![Fact {
            id: "a".to_owned(),
            date: "2026".to_owned(),
            text: words(),
        }])
    }

    async fn publish_next(&self) -> Result<Published, String> {
        Err("There is nothing.".to_owned())
    }

    async fn revise(&self, revising: Revising) -> Result<Published, String> {
        assert_eq!(revising.text, words());
        self.told(format!(
            "{} reads otherwise: {}",
            revising.fact, revising.reason
        ))
    }

    async fn withdraw(&self, withdrawing: Withdrawing) -> Result<Published, String> {
        self.told(format!(
            "{} is gone: {}",
            withdrawing.fact, withdrawing.reason
        ))
    }
}

async fn asked(client: &Client, name: &str) -> (u16, Value) {
    answer(client.get(&format!("{}/local/{name}", client.local.url()))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_publishes_reaches_whoever_runs_the_bot() {
    let client = Client::start().await;
    let withdraw = json!({"fact": "a", "reason": "so"});
    assert_eq!(
        asked(&client, "updates").await,
        (200, json!({"done": null}))
    );
    assert_eq!(asked(&client, "facts").await.0, 503);
    assert_eq!(client.page("withdraw", withdraw.clone()).await.0, 503);

    let remembers = Arc::new(Remembers::default());
    client.local.publish_with(remembers.clone());
    let overview = asked(&client, "updates").await.1["done"].clone();
    assert_eq!(
        (&overview["head"], &overview["next"]),
        (&json!(7), &Value::Null)
    );
    assert_eq!(
        overview["deliveries"][0],
        json!({"chat": 101, "topic": null, "told": 6, "last": null, "state": "paused", "why": "flood", "until": 9})
    );
    assert_eq!(
        asked(&client, "facts").await.1["done"][0]["text"]["be"],
        "z"
    );
    let (code, refused) = client.page("publish", json!({})).await;
    assert_eq!(
        (code, &refused["error"]),
        (400, &json!("There is nothing."))
    );
    let published = client.done("withdraw", withdraw.clone()).await;
    assert_eq!(
        published["done"],
        json!({"revision": 2, "lines": ["as it was told"]})
    );
    let revise = json!({"fact": "a", "text": {"en": "x", "ru": "y", "be": "z"}, "reason": "so"});
    client.done("revise", revise).await;
    for wrong in [json!({}), json!({"fact": "a", "reason": "so", "more": 1})] {
        assert_eq!(client.page("withdraw", wrong).await.0, 400);
    }

    // Only our own page may ask, and only as it asks.
    let url = format!("{}/local/withdraw", client.local.url());
    let request = || client.post(&url).body(withdraw.to_string());
    let foreign = request()
        .header("content-type", "application/json")
        .header("origin", "http://evil.example");
    for (request, expected) in [
        (foreign, 403),
        (request().header("content-type", "text/plain"), 415),
        (client.get(&url), 404),
    ] {
        assert_eq!(request.send().await.unwrap().status().as_u16(), expected);
    }
    assert_eq!(
        *remembers.0.lock().unwrap(),
        ["a is gone: so", "a reads otherwise: so"]
    );
}
