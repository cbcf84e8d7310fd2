//! How many messages the local Bot API takes in a second: its server on one thread, a client that keeps sixteen calls
//! under way on another. A test of the bot's own limits must not wait for it.
//!
//! `cargo bench --bench local`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a bench ends by panicking"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Instant;

use union_brief::local::world::Status;
use union_brief::local::{Local, Setup};

const TOKEN: &str = "1:token-of-the-bench";
const CONNECTIONS: usize = 16;
const CALLS: usize = 100_000;

fn main() {
    let (told, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || serve(&told));
    let address = address.recv().unwrap();
    let mut connections: Vec<TcpStream> = (0..CONNECTIONS)
        .map(|_| TcpStream::connect(address).unwrap())
        .collect();
    for round in ["warm-up", "measured"] {
        let begun = Instant::now();
        for n in 0..CALLS / CONNECTIONS {
            for connection in &mut connections {
                call(connection, address, n);
            }
            for connection in &mut connections {
                answer(connection);
            }
        }
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "{round}: {CALLS} calls of sendMessage in {seconds:.2} s: {:.0} a second",
            f64::from(u32::try_from(CALLS).unwrap()) / seconds
        );
    }
}

fn serve(told: &std::sync::mpsc::Sender<SocketAddr>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let local = Local::start(Setup {
            listen: "127.0.0.1:0".parse().unwrap(),
            further_ports: 0,
            token: Some(TOKEN.to_owned()),
            first_name: "Bench".to_owned(),
            username: "bench_bot".to_owned(),
            folder: None,
            fresh: false,
            limits: false,
            record: false,
            peopled: true,
        });
        let local = local.await.unwrap();
        local.change(|state, _| {
            state.world.chats.get_mut(&101).unwrap().bot = Status::Member;
        });
        told.send(local.address()).unwrap();
        std::future::pending::<()>().await;
    });
}

fn call(connection: &mut TcpStream, address: SocketAddr, n: usize) {
    let body = format!(
        "{{\"chat_id\":101,\"text\":\"<b>Number {n}</b>\\nhas a text as long as that of an answer often is, \
         with a <i>word</i> in it.\",\"parse_mode\":\"HTML\"}}"
    );
    let request = format!(
        "POST /bot{TOKEN}/SendMessage HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    connection.write_all(request.as_bytes()).unwrap();
}

/// Reads one answer, which has to be that the message was sent.
fn answer(connection: &mut TcpStream) {
    let mut bytes = [0; 4096];
    let mut read = 0;
    loop {
        read += connection.read(&mut bytes[read..]).unwrap();
        let text = std::str::from_utf8(&bytes[..read]).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let mut lines = head.lines();
        assert!(lines.next().unwrap().contains("200"), "{text}");
        let length = lines.find_map(|line| line.strip_prefix("content-length: "));
        if body.len() == length.unwrap().parse::<usize>().unwrap() {
            return;
        }
    }
}
