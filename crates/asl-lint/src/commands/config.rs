use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use asl_core::config::{Config, Layer, Level};
use asl_core::text::{LineIndex, Span};
use asl_core::visible::visible;
use asl_core::{RULES, Rule, WorkflowType};
use asl_workspace::{Configs, Loaded};

use crate::Outcome;
use crate::args::ShowConfig;
use crate::settings::current_folder;

/// Prints what holds for a file, and where it is set.
pub(crate) fn config(args: &ShowConfig) -> Result<Outcome> {
    let path = std::path::absolute(&args.file)?;
    let configs = match &args.config {
        Some(config) => Configs::chosen(std::path::absolute(config)?, current_folder()?),
        None => Configs::default(),
    };
    let loaded = configs.for_folder(path.parent().unwrap_or(&path))?;
    let text = describe(&args.file, &path, &loaded);
    anstream::stdout().lock().write_all(text.as_bytes())?;
    Ok(Outcome::Clean)
}

fn describe(shown: &Path, path: &Path, loaded: &Loaded) -> String {
    let place = Places::of(loaded);
    let layers: Vec<&Layer> = loaded.applying(path).collect();
    let config = loaded.config(path);
    let mut out = format!("# {}\n", visible(&shown.to_string_lossy()));
    match &loaded.path {
        Some(file) => writeln!(out, "# configured by {}", visible(&file.to_string_lossy())),
        None => writeln!(out, "# no asl-lint.toml applies: these are the defaults"),
    }
    .expect("writing to a string does not fail");
    if loaded.excludes_below(path) {
        out.push_str("# excluded: searches and editors skip it\n");
    }
    let of_setting = |name: &str| layers.iter().rev().find_map(|layer| layer.place_of(name));
    let mut line = |text: String, span: Option<Span>| {
        let origin = span.map_or_else(String::new, |span| format!("  # {}", place.of_span(span)));
        writeln!(out, "{text}{origin}").expect("writing to a string does not fail");
    };
    let workflow = match config.workflow.unwrap_or_default() {
        WorkflowType::Standard => "standard",
        WorkflowType::Express => "express",
    };
    line(format!("type = \"{workflow}\""), of_setting("type"));
    for (name, values) in
        [("variables", &config.options.variables), ("substitutions", &config.options.substitutions)]
    {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(|value| format!("{:?}", visible(value))).collect();
            line(format!("{name} = [{}]", values.join(", ")), of_setting(name));
        }
    }
    line("\n[rules]".to_owned(), None);
    let mut defaults = 0;
    for rule in RULES {
        let span = layers.iter().rev().find_map(|layer| layer.place_of_level(rule));
        match span {
            Some(span) => line(format!("{} = {}", rule.name, value(rule, &config)), Some(span)),
            None if config.is_on(rule) == Config::default().is_on(rule) => defaults += 1,
            // `select` disables the other rules.
            None => line(format!("{} = {}", rule.name, value(rule, &config)), of_setting("select")),
        }
    }
    line(format!("# {defaults} rules have their defaults"), None);
    out
}

/// The level of a rule with its options, in TOML.
fn value(rule: &Rule, config: &Config) -> String {
    let level = if config.is_on(rule) { Level::At(config.severity(rule)) } else { Level::Off };
    let options: BTreeMap<&str, u64> =
        rule.options.iter().map(|option| (option.name, config.options.get(rule, option))).collect();
    if options.is_empty() {
        return format!("\"{}\"", level.name());
    }
    let options: Vec<String> = options.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    format!("{{ level = \"{}\", {} }}", level.name(), options.join(", "))
}

/// Lines of a configuration file.
struct Places<'l> {
    loaded: &'l Loaded,
    index: LineIndex,
}

impl Places<'_> {
    fn of(loaded: &Loaded) -> Places<'_> {
        Places { loaded, index: LineIndex::new(&loaded.text) }
    }

    fn of_span(&self, span: Span) -> String {
        let name = self.loaded.path.as_deref().and_then(Path::file_name).unwrap_or_default();
        let line = self.index.position(&self.loaded.text, span.start).line;
        format!("{}:{line}", visible(&name.to_string_lossy()))
    }
}
