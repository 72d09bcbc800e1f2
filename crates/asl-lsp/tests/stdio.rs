//! The binary as editors start it: over real pipes, over a socket, and with a log.

#![expect(clippy::unwrap_used, reason = "a test may fail anywhere")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

fn server(args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_asl-lsp"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn send(to: &mut impl Write, message: &Value) {
    let text = message.to_string();
    write!(to, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
    to.flush().unwrap();
}

fn receive(from: &mut impl BufRead) -> Value {
    let mut length = 0;
    loop {
        let mut line = String::new();
        assert_ne!(from.read_line(&mut line).unwrap(), 0, "the server has hung up");
        match line.trim().strip_prefix("Content-Length: ") {
            Some(value) => length = value.parse().unwrap(),
            None if line.trim().is_empty() => break,
            None => panic!("this is not the protocol: {line}"),
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).unwrap();
    serde_json::from_slice(&body).unwrap()
}

fn initialize(id: i64) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": "initialize", "params": { "capabilities": {} } })
}

fn request(id: i64, method: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method })
}

fn notification(method: &str) -> Value {
    json!({ "jsonrpc": "2.0", "method": method })
}

/// The exit status of a process that must end on its own.
fn status(child: &mut Child) -> i32 {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    panic!("the server does not end");
}

#[test]
fn the_server_ends_although_its_input_stays_open() {
    for (says_goodbye, code) in [(true, 0), (false, 1)] {
        let mut child = server(&["--stdio"]);
        let mut input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        send(&mut input, &initialize(1));
        assert_eq!(receive(&mut output)["result"]["serverInfo"]["name"], "asl-lsp");
        send(&mut input, &json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        if says_goodbye {
            send(&mut input, &request(2, "shutdown"));
            assert_eq!(receive(&mut output)["id"], 2);
        }
        send(&mut input, &notification("exit"));
        assert_eq!(status(&mut child), code);
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "something is left on standard output");
        let mut complaints = String::new();
        child.stderr.unwrap().read_to_string(&mut complaints).unwrap();
        assert_eq!(complaints, "");
    }
}

#[test]
fn a_client_that_hangs_up_ends_the_server() {
    let mut child = server(&[]);
    drop(child.stdin.take());
    assert_eq!(status(&mut child), 1);
}

#[test]
fn the_server_talks_to_a_port_and_writes_a_log() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let log = std::env::temp_dir().join(format!("asl-lsp-{}.log", std::process::id()));
    let mut child = server(&["--socket", &port, "--log-file", log.to_str().unwrap()]);
    let (mut input, _) = listener.accept().unwrap();
    let mut output = BufReader::new(input.try_clone().unwrap());
    send(&mut input, &initialize(1));
    receive(&mut output);
    send(&mut input, &request(2, "shutdown"));
    receive(&mut output);
    send(&mut input, &notification("exit"));
    assert_eq!(status(&mut child), 0);
    assert!(std::fs::read_to_string(&log).is_ok());
    std::fs::remove_file(log).unwrap();
}

#[test]
fn what_cannot_be_started_is_said() {
    let mut child = server(&["--socket", "1"]);
    assert_eq!(status(&mut child), 2);
    let mut complaints = String::new();
    child.stderr.unwrap().read_to_string(&mut complaints).unwrap();
    assert!(complaints.starts_with("error: cannot connect to port 1"), "{complaints}");
}
