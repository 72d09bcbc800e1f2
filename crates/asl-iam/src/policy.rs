//! Permissions, and the policy that grants them.

/// An action on a resource that a state machine must be allowed to perform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// The action: `dynamodb:GetItem`.
    pub action: String,
    /// The resource: an ARN, or `*`. Names that a template fills in are written as in `Fn::Sub`.
    pub resource: String,
    /// The conditions under which the action is performed.
    pub conditions: Vec<Condition>,
    /// AWS's page that the permission is based on.
    pub source: &'static str,
}

/// A condition of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The operator: `StringEquals`.
    pub operator: &'static str,
    /// The key: `iam:PassedToService`.
    pub key: &'static str,
    /// The value.
    pub value: String,
}

/// A statement that allows actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The actions, without wildcards.
    pub actions: Vec<String>,
    /// The resources.
    pub resources: Vec<String>,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// AWS's pages that the statement is based on.
    pub sources: Vec<&'static str>,
}

/// A policy: statements that allow actions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// The statements, in the order in which the definition needs them.
    pub statements: Vec<Statement>,
}

impl Policy {
    /// Returns the policy that grants permissions. Actions of a service on the same resources share a statement.
    pub fn new(permissions: &[Permission]) -> Policy {
        let mut statements: Vec<Statement> = Vec::new();
        // First a statement for each action, ...
        for Permission { action, resource, conditions, source } in permissions {
            let same = |statement: &&mut Statement| {
                statement.actions[0] == *action && statement.conditions == *conditions
            };
            match statements.iter_mut().find(same) {
                Some(statement) => {
                    statement.resources.push(resource.clone());
                    add(&mut statement.sources, source);
                }
                None => statements.push(Statement {
                    actions: vec![action.clone()],
                    resources: vec![resource.clone()],
                    conditions: conditions.clone(),
                    sources: vec![source],
                }),
            }
        }
        for statement in &mut statements {
            if statement.resources.iter().any(|resource| resource == "*") {
                statement.resources = vec!["*".to_owned()];
            }
            statement.resources.sort();
            statement.resources.dedup();
        }
        // ... then a statement for the actions of a service that have the same resources.
        let mut merged: Vec<Statement> = Vec::new();
        for statement in statements {
            let same = |other: &&mut Statement| {
                other.resources == statement.resources
                    && other.conditions == statement.conditions
                    && service(&other.actions[0]) == service(&statement.actions[0])
            };
            match merged.iter_mut().find(same) {
                Some(other) => {
                    other.actions.extend(statement.actions);
                    statement.sources.into_iter().for_each(|source| add(&mut other.sources, source));
                }
                None => merged.push(statement),
            }
        }
        Policy { statements: merged }
    }

    /// Returns the policy with other resources.
    #[must_use]
    pub fn map_resources(&self, change: impl Fn(&str) -> String) -> Policy {
        let mut policy = self.clone();
        for statement in &mut policy.statements {
            for resource in &mut statement.resources {
                *resource = change(resource);
            }
            for condition in &mut statement.conditions {
                condition.value = change(&condition.value);
            }
        }
        policy
    }
}

impl Policy {
    /// Returns the names in `${}` that have to be filled in, without attributes and pseudo parameters, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for statement in &self.statements {
            let values = statement.conditions.iter().map(|condition| &condition.value);
            for text in statement.resources.iter().chain(values) {
                let parts = text.split("${").skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
                names.extend(
                    parts.filter(|name| !name.contains("::")).filter_map(|name| name.split('.').next()),
                );
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Returns the service of an action: `dynamodb`.
pub(crate) fn service(action: &str) -> &str {
    action.split_once(':').map_or(action, |(service, _)| service)
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn permission(action: &str, resource: &str) -> Permission {
        Permission {
            action: action.into(),
            resource: resource.into(),
            conditions: Vec::new(),
            source: "page",
        }
    }

    #[test]
    fn actions_of_a_service_on_the_same_resources_share_a_statement() {
        let permissions = [
            permission("a:Get", "x"),
            permission("b:Get", "x"),
            permission("a:Put", "y"),
            permission("a:Put", "x"),
            permission("a:Get", "y"),
            permission("a:Get", "y"),
        ];
        let policy = Policy::new(&permissions);
        let shown: Vec<_> =
            policy.statements.iter().map(|s| (s.actions.join(" "), s.resources.join(" "))).collect();
        let expected = [("a:Get a:Put", "x y"), ("b:Get", "x")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(shown, expected);
    }

    #[test]
    fn names_that_a_template_fills_in() {
        let policy =
            Policy::new(&[permission("a:Get", "arn:${AWS::Partition}:a:${Work.Arn}/${Orders}-${Orders}")]);
        assert_eq!(policy.names(), ["Orders", "Work"]);
    }

    #[test]
    fn all_resources_include_the_others() {
        let policy = Policy::new(&[permission("a:Get", "x"), permission("a:Get", "*")]);
        assert_eq!(policy.statements[0].resources, ["*"]);
    }

    #[test]
    fn conditions_have_statements_of_their_own() {
        let condition = Condition { operator: "StringEquals", key: "k", value: "v".into() };
        let limited = Permission { conditions: vec![condition], ..permission("a:Get", "x") };
        assert_eq!(Policy::new(&[permission("a:Get", "x"), limited]).statements.len(), 2);
    }
}
