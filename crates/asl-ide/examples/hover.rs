//! Prints the hover at an offset of a file: `cargo run -p asl-ide --example hover -- order.asl.json 42`.

#![expect(clippy::print_stdout, reason = "this is the output of the example")]

use std::error::Error;
use std::{env, fs};

use asl_core::{Source, analyze};
use asl_ide::hover;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let (Some(path), Some(offset)) = (args.next(), args.next()) else {
        return Err("usage: hover FILE OFFSET".into());
    };
    let text = fs::read_to_string(&path)?;
    let analyses = analyze(Source::new(&text, &path));
    match hover(&analyses, offset.parse()?) {
        Some(hover) => println!("{}\n\n{}", &text[hover.span.range()], hover.markdown),
        None => println!("There is no hover at this offset."),
    }
    Ok(())
}
