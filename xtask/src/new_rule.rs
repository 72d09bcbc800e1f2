//! The skeleton of a rule: its file, its page, and the two lines that make it known.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::root;

pub(crate) fn run(name: &str) -> Result<()> {
    let is_kebab = !name.is_empty()
        && name.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
    if !is_kebab {
        bail!("a rule is named in kebab case, as `unknown-state`");
    }
    let rules = root().join("crates/asl-core/src/rules");
    let module = name.replace('-', "_");
    let (code, page, list) =
        (rules.join(format!("{module}.rs")), rules.join(format!("{module}.md")), rules.join("mod.rs"));
    if code.exists() || page.exists() {
        bail!("there is a rule `{name}` already");
    }
    let known = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    fs::write(&list, registered(&known, &module)?)?;
    fs::write(&code, CODE.replace("NAME", name).replace("MODULE", &module))?;
    fs::write(&page, PAGE.replace("NAME", name))?;
    println!("Write {}, its page beside it, and put its entry in `RULES` under its subject.", code.display());
    println!("Then: cargo test -p asl-core && cargo xtask gen");
    Ok(())
}

/// The list of rules with one more module, in its place, and one more entry, at the end.
fn registered(list: &str, module: &str) -> Result<String> {
    let line = format!("mod {module};");
    let mut lines: Vec<&str> = list.lines().collect();
    let first =
        lines.iter().position(|line| line.starts_with("mod busy_loop")).context("no list of modules")?;
    let end = first
        + lines[first..].iter().position(|line| !line.starts_with("mod ")).context("no end of modules")?;
    let place = first + lines[first..end].partition_point(|other| **other < *line);
    lines.insert(place, &line);
    let start =
        lines.iter().position(|line| line.starts_with("pub static RULES")).context("no list of rules")?;
    let close = start + lines[start..].iter().position(|line| *line == "];").context("no end of the list")?;
    let entry = format!("    &{module}::RULE,");
    lines.insert(close, &entry);
    Ok(lines.join("\n") + "\n")
}

const CODE: &str = r##"use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "NAME",
    group: Group::Structure,
    summary: "what the rule finds, in one line",
    docs: include_str!("MODULE.md"),
    severity: Severity::Warning,
    default: Default::On,
    aws: None,
    fix: FixKind::None,
    check: run,
};

fn run(cx: &mut Context<'_>) {
    for state in cx.states() {
        let name = state.name();
        cx.report(&RULE, name.span, format!("`{}` is wrong", name.value)).help("what to do");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_its_behaviour_as_a_sentence() {
        check(
            &RULE,
            r#"
{
  "StartAt": "A",
  "States": {
    "A": { "Type": "Succeed" }
//  ^^^ `A` is wrong
  }
}"#,
        );
    }
}
"##;

const PAGE: &str = "# NAME

What must hold, in one sentence.

## Reported

```json
{
  \"StartAt\": \"A\",
  \"States\": {
    \"A\": { \"Type\": \"Succeed\" }
  }
}
```

## Accepted

```json
{
  \"StartAt\": \"A\",
  \"States\": {
    \"A\": { \"Type\": \"Succeed\" }
  }
}
```

## Why

What happens on AWS.
";

#[cfg(test)]
mod tests {
    use super::registered;

    #[test]
    fn a_module_goes_in_its_place_and_an_entry_at_the_end() {
        let list = "mod prelude;\n\nmod busy_loop;\nmod too_deep;\n\npub static RULES: &[&Rule] = &[\n    &busy_loop::RULE,\n];\n";
        let with = registered(list, "missing_field").unwrap();
        assert!(with.contains("mod busy_loop;\nmod missing_field;\nmod too_deep;\n"));
        assert!(with.contains("    &busy_loop::RULE,\n    &missing_field::RULE,\n];\n"));
    }
}
