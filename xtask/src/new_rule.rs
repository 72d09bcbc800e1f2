//! Creates the skeleton of a rule: its file, its page, and its entry in the list of its group.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::root;

/// Creates the rule in the folder of its group.
pub(crate) fn run(name: &str, group: &str) -> Result<()> {
    let is_kebab = !name.is_empty()
        && name.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()));
    if !is_kebab {
        bail!("the name must be in kebab case, such as `unknown-state`");
    }
    let rules = root().join("crates/asl-core/src/rules");
    let (folder, list) = (rules.join(group), rules.join(group).join("mod.rs"));
    if !list.is_file() {
        bail!("unknown group `{group}`; the groups are {}", groups(&rules)?.join(", "));
    }
    let module = name.replace('-', "_");
    let (code, page) = (folder.join(format!("{module}.rs")), folder.join(format!("{module}.md")));
    if asl_core::rule(name).is_some() || code.exists() || page.exists() {
        bail!("the rule `{name}` exists already");
    }
    let known = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let group = format!("{}{}", group[..1].to_uppercase(), &group[1..]);
    fs::write(&list, registered(&known, &module)?)?;
    fs::write(&code, CODE.replace("NAME", name).replace("MODULE", &module).replace("GROUP", &group))?;
    fs::write(&page, PAGE.replace("NAME", name))?;
    println!("Edit {} and the page beside it; both contain an example.", code.display());
    println!("Then run: cargo nextest run -p asl-core rules && cargo xtask gen");
    Ok(())
}

/// The folders of rules.
fn groups(rules: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(rules)? {
        let path = entry?.path();
        if path.join("mod.rs").is_file() {
            found.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    found.sort();
    Ok(found)
}

/// The module file of a group with a new module, in alphabetical order, and a new entry at the end of the list.
fn registered(list: &str, module: &str) -> Result<String> {
    let line = format!("mod {module};");
    let entry = format!("    (&{module}::RULE, {module}::run),");
    let mut lines: Vec<&str> = list.lines().collect();
    let is_module = |line: &str| line.trim_start_matches("pub(super) ").starts_with("mod ");
    let first = lines.iter().position(|line| is_module(line)).context("the group has no modules")?;
    let end = first + lines[first..].iter().take_while(|line| is_module(line)).count();
    let name = |line: &str| line.trim_start_matches("pub(super) ").to_owned();
    let place = first + lines[first..end].partition_point(|other| name(other) < line);
    lines.insert(place, &line);
    let close = lines.iter().rposition(|line| *line == "];").context("the group has no list of rules")?;
    lines.insert(close, &entry);
    Ok(lines.join("\n") + "\n")
}

const CODE: &str = r##"use crate::rules::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "NAME",
    group: Group::GROUP,
    docs: include_str!("MODULE.md"),
    severity: Severity::Warning,
    ..Rule::DEFAULTS
};

pub(super) fn run(cx: &mut Context<'_>) {
    for state in cx.states() {
        let name = state.name();
        cx.report(&RULE, name.span, format!("`{}` is wrong", name.value)).help("what to do");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_describes_the_behavior() {
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

Reports ..., in one sentence: the summary of the rule.

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

## References

- [States Language specification](https://states-language.net/spec.html)
";

#[cfg(test)]
mod tests {
    use super::registered;

    #[test]
    fn a_module_is_sorted_and_its_entry_is_last() {
        let list = "use super::Rule;\n\nmod busy_loop;\npub(super) mod loops;\nmod too_deep;\n\npub(super) const RULES: &[(&Rule, Check)] = &[\n    (&busy_loop::RULE, busy_loop::run),\n];\n";
        let with = registered(list, "missing_field").unwrap();
        assert!(with.contains("pub(super) mod loops;\nmod missing_field;\nmod too_deep;\n"), "{with}");
        assert!(with.contains("    (&busy_loop::RULE, busy_loop::run),\n    (&missing_field::RULE, missing_field::run),\n];\n"), "{with}");
    }
}
