//! Calls of service integrations, and what the index of AWS services knows about them.

use aws_services::{Action, Service, Shape, Structure, optimized_service, sdk_service};

use super::State;
use crate::catalog::services::{Integration, Pattern, Resource, actions};
use crate::syntax::Text;
use crate::text::Span;

/// The call of a Task with an optimized or AWS SDK integration.
#[derive(Debug, Clone, Copy)]
pub struct Call<'m> {
    resource: Text<'m>,
    is_sdk: bool,
    service: &'m str,
    action: &'m str,
    pattern: Pattern,
}

impl<'m> State<'m> {
    /// Returns the call of a Task, unless it calls a Lambda function directly, an activity or an unknown resource.
    pub fn call(self) -> Option<Call<'m>> {
        Call::parse(self.get("Resource")?.as_text()?)
    }
}

impl<'m> Call<'m> {
    fn parse(resource: Text<'m>) -> Option<Call<'m>> {
        let (is_sdk, service, action, pattern) = match Resource::parse(resource.value) {
            Resource::Optimized { service, action, pattern } => (false, service, action, pattern),
            Resource::Sdk { service, action, pattern } => (true, service, action, pattern),
            Resource::Activity | Resource::Other => return None,
        };
        Some(Call { resource, is_sdk, service, action, pattern })
    }

    /// Returns the text of the `Resource`.
    pub fn resource(self) -> Text<'m> {
        self.resource
    }

    /// Returns whether the call is an AWS SDK integration.
    pub fn is_sdk(self) -> bool {
        self.is_sdk
    }

    /// Returns the service, as in the `Resource`.
    pub fn service(self) -> &'m str {
        self.service
    }

    /// Returns the action, as in the `Resource`.
    pub fn action(self) -> &'m str {
        self.action
    }

    /// Returns whether another call is one of the same action.
    pub(crate) fn is_same_action(self, other: Call<'_>) -> bool {
        (self.is_sdk, self.service, self.action) == (other.is_sdk, other.service, other.action)
    }

    /// Returns the pattern.
    pub fn pattern(self) -> Pattern {
        self.pattern
    }

    /// Returns the service and action for messages: `lambda:invoke`, `aws-sdk:rds:createDBInstance`.
    pub fn name(self) -> String {
        let prefix = if self.is_sdk { "aws-sdk:" } else { "" };
        format!("{prefix}{}:{}", self.service, self.action)
    }

    /// Returns the service in the index, if it is known.
    pub fn known_service(self) -> Option<&'static Service> {
        if self.is_sdk { sdk_service(self.service) } else { optimized_service(self.service) }
    }

    /// Returns the action in the index, if it is known.
    pub fn known_action(self) -> Option<Action<'static>> {
        self.known_service()?.action(self.action)
    }

    /// Returns what is known of the action as one of an optimized integration.
    pub fn integration(self) -> Option<&'static Integration> {
        actions(self.service).find(|known| !self.is_sdk && known.action == self.action)
    }

    /// Returns the parameters of the action, if it is known.
    pub fn input(self) -> Option<Structure<'static>> {
        Some(self.known_action()?.input())
    }

    /// Returns the shape of the result of the Task; `None` if it is unknown, as what a callback returns is.
    pub fn result(self) -> Option<Shape<'static>> {
        let action = self.known_action()?;
        match self.pattern {
            Pattern::RequestResponse => Some(action.output()),
            Pattern::Sync | Pattern::Sync2 => Some(action.job_output()),
            Pattern::Callback => None,
        }
    }

    /// Returns the bytes of the service in the value of the `Resource`.
    pub fn service_span(self) -> Span {
        let end = self.action_span().range().start - 1;
        Span::new(end - self.service.len(), end)
    }

    /// Returns the bytes of the action in the value of the `Resource`, without the suffix of the pattern.
    pub fn action_span(self) -> Span {
        let end = self.resource.value.len() - self.pattern.suffix().len();
        Span::new(end - self.action.len(), end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::analyses;

    #[test]
    fn parts_of_a_call() {
        let text = r#"{ "States": { "A": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:rds:createDBInstance.waitForTaskToken" } } }"#;
        let analyses = analyses(text);
        let call = analyses[0].model().states().next().and_then(State::call).expect("a call");
        let part = |span: Span| &call.resource().value[span.range()];
        assert_eq!((part(call.service_span()), part(call.action_span())), ("rds", "createDBInstance"));
        assert_eq!(call.name(), "aws-sdk:rds:createDBInstance");
        assert!(call.input().is_some_and(|input| input.member("DbInstanceIdentifier").is_some()));
        assert!(call.result().is_none());
    }
}
