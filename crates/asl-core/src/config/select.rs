//! Names of rules and of groups of rules, as `select` and `ignore` take them.

use crate::brief;
use crate::fuzzy::nearest;
use crate::metadata::Group;
use crate::rules::{self, RULES, Rule};

/// The name that stands for all rules.
const ALL: &str = "all";

/// One or several rules.
#[derive(Debug, Clone, Copy)]
pub enum Selector {
    /// `all`.
    All,
    /// The rules of a group, such as `errors`.
    Group(Group),
    /// A single rule.
    Rule(&'static Rule),
}

impl Selector {
    /// Returns the rules that a name stands for.
    ///
    /// # Errors
    ///
    /// If no rule and no group has this name. The message suggests a similar name.
    pub fn of(name: &str) -> Result<Selector, String> {
        let group = || Group::ALL.into_iter().find(|group| group.name() == name).map(Selector::Group);
        let found = if name == ALL { Some(Selector::All) } else { rules::rule(name).map(Selector::Rule) };
        found.or_else(group).ok_or_else(|| {
            let message = match nearest(name, Selector::names()) {
                Some(near) => format!("unknown rule or group `{name}`; did you mean `{near}`?"),
                None => format!("unknown rule or group `{name}`; `asl-lint rules` lists them"),
            };
            brief::text(message)
        })
    }

    /// All names that [`Selector::of`] takes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let groups = Group::ALL.into_iter().map(Group::name);
        [ALL].into_iter().chain(groups).chain(RULES.iter().map(|rule| rule.name))
    }

    /// Whether it stands for a rule, among others.
    pub fn has(self, rule: &Rule) -> bool {
        match self {
            Selector::All => true,
            Selector::Group(group) => rule.group == group,
            Selector::Rule(one) => one.name == rule.name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_selects_at_least_one_rule() {
        for name in Selector::names() {
            let selector = Selector::of(name).unwrap();
            assert!(RULES.iter().any(|rule| selector.has(rule)), "{name}");
        }
        let of = |name: &str| RULES.iter().filter(|rule| Selector::of(name).unwrap().has(rule)).count();
        assert_eq!((of("unknown-state"), of("all")), (1, RULES.len()));
        assert!(of("errors") > 5 && of("errors") < 50);
    }

    #[test]
    fn an_unknown_name_gets_a_suggestion() {
        let message = |name: &str| Selector::of(name).unwrap_err();
        assert_eq!(message("jsonat"), "unknown rule or group `jsonat`; did you mean `jsonata`?");
        assert_eq!(
            message("qqqqqqqqqqq"),
            "unknown rule or group `qqqqqqqqqqq`; `asl-lint rules` lists them"
        );
    }
}
