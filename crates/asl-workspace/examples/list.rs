//! Lists the files in a folder that contain state machines, and the templates that refer to each:
//! `cargo run -p asl-workspace --example list -- src`.

#![expect(clippy::print_stdout, reason = "it prints paths")]

use std::env;
use std::path::PathBuf;

use anyhow::Result;
use asl_core::Language;
use asl_core::visible::visible;
use asl_workspace::{Roots, Templates, files};

fn main() -> Result<()> {
    let folder = env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let files::Found { inputs, errors, .. } = files::find(&[folder]);
    let mut templates = Templates::new(Roots::current());
    for input in inputs {
        let path = input.path.to_string_lossy();
        let content = files::read(&input.path)?;
        if input.must_hold_state_machine() && !files::may_hold_state_machine(&content, Language::of(&path)) {
            continue;
        }
        println!("{}", visible(&path));
        for context in templates.that_name(&input.path, &[]) {
            let template = context.path.unwrap_or_default();
            let resource = context.name.map_or_else(String::new, |name| format!(": {}", name.value));
            println!("  {}{}", visible(&template), visible(&resource));
        }
    }
    errors.into_iter().next().map_or(Ok(()), Err)
}
