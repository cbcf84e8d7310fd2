//! Requests as they come over the wire, where an HTTP client of ours would always send them in one piece.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Client;

/// How long a server would have for an answer that is too early; it needs a few milliseconds.
const EARLY: Duration = Duration::from_millis(300);
/// How long an answer that is due may take.
const LATE: Duration = Duration::from_secs(20);

fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}

/// Reads until what has come says this.
async fn read_until(stream: &mut TcpStream, wanted: &str) -> String {
    let mut read = Vec::new();
    let reading = async {
        let mut buffer = [0; 4096];
        loop {
            let count = stream.read(&mut buffer).await.unwrap();
            read.extend_from_slice(&buffer[..count]);
            let text = String::from_utf8_lossy(&read).into_owned();
            if text.contains(wanted) {
                return text;
            }
            assert!(count > 0, "the connection has ended after {text}");
        }
    };
    timeout(LATE, reading).await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_read_to_its_end_before_it_is_answered() {
    let client = Client::start().await;
    let chat = client.alone().await;
    let address = client.local.address();
    let head = |method: &str| {
        format!(
            "POST /bot{}/{method} HTTP/1.1\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\
             Content-Type: multipart/form-data; boundary=x\r\n\r\n",
            client.local.token()
        )
    };
    let part = |name: &str, value: &str| {
        chunk(&format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ))
    };
    let sent = head("sendMessage")
        + &part("chat_id", &chat.to_string())
        + &part("text", "in pieces")
        + &chunk("--x--\r\n");
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    let early = timeout(EARLY, stream.readable()).await;
    assert!(early.is_err(), "answered before the end");
    stream.write_all(b"0\r\n\r\n").await.unwrap();
    read_until(&mut stream, "\"text\":\"in pieces\"").await;

    // The connection goes on.
    let again = head("getMe") + &chunk("--x--\r\n") + "0\r\n\r\n";
    stream.write_all(again.as_bytes()).await.unwrap();
    read_until(&mut stream, "\"is_bot\":true").await;
}
