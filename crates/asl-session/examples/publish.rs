//! Opens a document in a session and prints what it publishes, without a transport:
//! `cargo run -p asl-session --example publish -- order.asl.json`.

#![expect(clippy::print_stdout, reason = "this is the output of the example")]

use std::collections::VecDeque;
use std::error::Error;
use std::{env, fs, path};

use asl_session::{Effect, Event, Session};
use serde_json::{from_value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let name = env::args().nth(1).ok_or("usage: publish FILE")?;
    let text = fs::read_to_string(&name)?;
    let uri = format!("file://{}", path::absolute(&name)?.display());

    let mut session = Session::new();
    session.initialize(&from_value(json!({ "capabilities": {} }))?);
    let document = json!({ "uri": uri, "languageId": "", "version": 1, "text": text });
    let opened = Event::Opened(from_value(json!({ "textDocument": document }))?);

    let mut effects = VecDeque::from(session.handle(opened));
    while let Some(effect) = effects.pop_front() {
        match effect {
            // A server would wait for `check.pause` and check on another thread.
            Effect::Check(check) => {
                let checked = session.snapshot().check(&check);
                effects.extend(session.handle(Event::Checked(checked)));
            }
            Effect::Publish(params) => {
                for diagnostic in params.diagnostics {
                    let start = diagnostic.range.start;
                    println!("{}:{}: {}", start.line + 1, start.character + 1, diagnostic.message);
                }
            }
            _ => {}
        }
    }
    Ok(())
}
