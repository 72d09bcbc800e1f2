//! Compares what a definition needs with what its role allows.

use asl_core::brief;
use asl_core::text::Span;

use crate::granted::{Grant, Granted, Origin};
use crate::requirements::{MAX_MESSAGE, Requirements};

/// A difference between what a definition needs and what its role allows. It is advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `missing-permission` or `excess-permission`.
    pub rule: &'static str,
    /// The position in the template.
    pub span: Span,
    /// What is missing or not needed.
    pub message: String,
}

/// Actions that AWS's page about logging lists, although logs are delivered without them.
const OPTIONAL: &[&str] = &["logs:CreateLogStream", "logs:PutLogEvents"];

/// Returns what is missing, and what is more than needed. What is not known counts as allowed and as needed.
pub fn check(needed: &Requirements, granted: &Granted) -> Vec<Finding> {
    let mut findings = Vec::new();
    for statement in needed.policy.statements.iter().filter(|_| granted.unknown.is_empty()) {
        for resource in &statement.resources {
            let is_missing = |action: &&String| {
                if OPTIONAL.contains(&action.as_str()) {
                    return false;
                }
                let allows = |grant: &Grant| grant.allows(action) && grant.covers(resource) != Covers::No;
                !granted.grants.iter().any(allows)
            };
            let missing: Vec<&str> =
                statement.actions.iter().filter(is_missing).map(String::as_str).collect();
            if !missing.is_empty() {
                let message = format!("the role does not allow `{}` on `{resource}`", missing.join("`, `"));
                findings.push(Finding {
                    rule: "missing-permission",
                    span: granted.span,
                    message: brief::shortened(&message, MAX_MESSAGE).into_owned(),
                });
            }
        }
    }
    if !needed.is_complete {
        return findings;
    }
    for grant in &granted.grants {
        findings.extend(excess_of(needed, grant).into_iter().map(|(span, message)| Finding {
            rule: "excess-permission",
            span,
            message: brief::shortened(&message, MAX_MESSAGE).into_owned(),
        }));
    }
    findings.sort_by_key(|finding| finding.span);
    findings
}

/// Returns what a statement or a policy allows although it is not needed.
fn excess_of(needed: &Requirements, grant: &Grant) -> Vec<(Span, String)> {
    let is_needed = |(pattern, _): &&(String, Span)| {
        let mut actions = needed.policy.statements.iter().flat_map(|statement| &statement.actions);
        actions.any(|action| is_like(pattern, action))
    };
    let (used, unused): (Vec<_>, Vec<_>) = grant.actions.iter().partition(is_needed);
    match &grant.origin {
        // A policy of AWS can only be kept or removed as a whole.
        Origin::Policy(name, span) if used.is_empty() => {
            vec![(*span, format!("the definition does not need the policy `{name}`"))]
        }
        Origin::Policy(..) | Origin::Sam => Vec::new(),
        Origin::Statement => {
            let mut found = Vec::new();
            if let Some((_, span)) = unused.first() {
                let names: Vec<&str> = unused.iter().map(|(name, _)| name.as_str()).collect();
                found.push((*span, format!("the definition does not need `{}`", names.join("`, `"))));
            }
            let too_much = |(pattern, span): &(String, Span)| Some((*span, excess(needed, grant, pattern)?));
            found.extend(used.into_iter().filter_map(too_much));
            found
        }
    }
}

/// Returns why a statement allows more than needed by a pattern that matches some of the needed actions.
fn excess(needed: &Requirements, grant: &Grant, pattern: &str) -> Option<String> {
    let statements = needed.policy.statements.iter();
    let mut actions: Vec<&str> = Vec::new();
    let mut resources: Vec<&str> = Vec::new();
    for statement in statements {
        let before = actions.len();
        let matching = statement.actions.iter().map(String::as_str).filter(|action| is_like(pattern, action));
        actions.extend(matching);
        if before < actions.len() {
            resources.extend(statement.resources.iter().map(String::as_str));
        }
    }
    if pattern.contains('*') {
        return Some(format!(
            "`{pattern}` allows more than the definition needs: `{}`",
            actions.join("`, `")
        ));
    }
    let is_any = grant.resources.iter().any(|resource| resource.as_deref() == Some("*"));
    (is_any && !resources.contains(&"*"))
        .then(|| format!("the definition needs `{pattern}` only on `{}`", resources.join("`, `")))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Covers {
    Yes,
    No,
    /// It depends on what the template fills in.
    Maybe,
}

impl Grant {
    fn allows(&self, action: &str) -> bool {
        self.actions.iter().any(|(pattern, _)| is_like(pattern, action))
    }

    fn covers(&self, resource: &str) -> Covers {
        let mut best = Covers::No;
        for granted in &self.resources {
            match granted.as_deref().map_or(Covers::Maybe, |granted| covers(granted, resource)) {
                Covers::Yes => return Covers::Yes,
                Covers::Maybe => best = Covers::Maybe,
                Covers::No => {}
            }
        }
        best
    }
}

/// Returns whether one resource of a policy covers another.
fn covers(granted: &str, needed: &str) -> Covers {
    if granted == "*" || granted == needed {
        return Covers::Yes;
    }
    if let (Some(a), Some(b)) = (attribute(granted), attribute(needed)) {
        return if a == b { Covers::Yes } else { Covers::No };
    }
    let (Some(a), Some(b)) = (parts(granted), parts(needed)) else { return Covers::Maybe };
    if a[2] != b[2] && !a[2].contains(['*', '$']) {
        return Covers::No;
    }
    // The partition, the region and the account are rarely known on both sides.
    for i in [1, 3, 4] {
        let is_open = |part: &str| part.is_empty() || part.contains(['*', '$']);
        if a[i] != b[i] && !is_open(a[i]) && !is_open(b[i]) {
            return Covers::No;
        }
    }
    match (is_like(a[5], b[5]), a[5].contains("${") || b[5].contains("${") || b[5].contains('*')) {
        (true, _) => Covers::Yes,
        (false, true) => Covers::Maybe,
        (false, false) => Covers::No,
    }
}

/// Returns the resource of a template whose ARN this is: `Work` for `${Work.Arn}`.
fn attribute(text: &str) -> Option<&str> {
    text.strip_prefix("${")?.strip_suffix(".Arn}").filter(|name| !name.contains('{'))
}

/// Returns the six parts of an ARN. Colons in names to fill in do not separate parts.
fn parts(arn: &str) -> Option<[&str; 6]> {
    let mut parts = [""; 6];
    let mut depth = 0;
    let (mut start, mut count) = (0, 0);
    for (i, byte) in arn.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b':' if depth == 0 && count < 5 => {
                parts[count] = &arn[start..i];
                (start, count) = (i + 1, count + 1);
            }
            _ => {}
        }
    }
    parts[5] = &arn[start..];
    (count == 5 && parts[0] == "arn").then_some(parts)
}

/// Returns whether a name matches a pattern with `*` and `?`, regardless of case. It takes time in proportion to the
/// product of their lengths.
fn is_like(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                retry = Some((p, n));
                p += 1;
            }
            Some(c) if *c == b'?' || c.eq_ignore_ascii_case(&name[n]) => (p, n) = (p + 1, n + 1),
            _ => match retry {
                Some((star, at)) => {
                    retry = Some((star, at + 1));
                    (p, n) = (star + 1, at + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        assert!(is_like("dynamodb:Get*", "dynamodb:GetItem"));
        assert!(is_like("DynamoDB:getitem", "dynamodb:GetItem"));
        assert!(is_like("*", ""));
        assert!(!is_like("dynamodb:Put*", "dynamodb:GetItem"));
        assert!(is_like("a*b*c", "a-b-b-c"));
    }

    #[test]
    fn resources_that_cover_others() {
        let table = |name: &str| {
            format!("arn:${{AWS::Partition}}:dynamodb:${{AWS::Region}}:${{AWS::AccountId}}:table/{name}")
        };
        assert_eq!(covers("*", &table("Orders")), Covers::Yes);
        assert_eq!(
            covers("arn:aws:dynamodb:eu-west-1:123456789012:table/Orders", &table("Orders")),
            Covers::Yes
        );
        assert_eq!(covers("arn:aws:dynamodb:*:*:table/O*", &table("Orders")), Covers::Yes);
        assert_eq!(covers("arn:aws:dynamodb:*:*:table/Other", &table("Orders")), Covers::No);
        assert_eq!(covers("${Orders.Arn}", &table("${Orders}")), Covers::Maybe);
        assert_eq!(covers("${Work.Arn}", "${Other.Arn}"), Covers::No);
        assert_eq!(covers("arn:aws:s3:::data/*", "arn:${AWS::Partition}:s3:::data/in.csv"), Covers::Yes);
        assert_eq!(covers("arn:aws:s3:::data/*", "arn:${AWS::Partition}:s3:::other/in.csv"), Covers::No);
    }
}
