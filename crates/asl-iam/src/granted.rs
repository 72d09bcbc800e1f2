//! What the role of a state machine allows, as far as its template tells.

use asl_core::syntax::{Node, Pair};
use asl_core::text::Span;

use crate::template::{Template, parse, sub_text, text_of};

/// What a role allows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Granted {
    /// What its statements allow.
    pub grants: Vec<Grant>,
    /// The policies that are not in the template, or cannot be evaluated.
    pub unknown: Vec<String>,
    /// The role, or else the state machine.
    pub span: Span,
}

/// What a statement allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The actions with their spans; they may have wildcards.
    pub actions: Vec<(String, Span)>,
    /// The resources; `None` for one that is not known.
    pub resources: Vec<Option<String>>,
}

/// Returns what the role of a state machine allows. `None` if the template does not contain the state machine, or not
/// its role.
pub fn granted(text: &str, resource: &str) -> Option<Granted> {
    let template = Template::read(text, resource);
    let tree = parse(text);
    let resources = tree.root()?.get("Resources")?;
    let machine = resources.pair(resource)?;
    let mut granted = Granted { span: machine.key().span, ..Granted::default() };
    if let Some(role) = &template.role {
        let pair = resources.pair(role)?;
        granted.span = pair.key().span;
        granted.role(pair.value()?, resources, role, &template);
        return Some(granted);
    }
    let properties = machine.value()?.get("Properties")?;
    if properties.get("Role").or(properties.get("RoleArn")).is_some() {
        return None;
    }
    // SAM generates a role with these policies.
    let policies = properties.get("Policies")?;
    let mut list: Vec<Node<'_>> = policies.items().collect();
    if list.is_empty() {
        list.push(policies);
    }
    for policy in list {
        granted.sam_policy(policy, &template);
    }
    Some(granted)
}

impl Granted {
    fn role(&mut self, role: Node<'_>, resources: Node<'_>, name: &str, template: &Template) {
        let Some(properties) = role.get("Properties") else { return };
        for policy in properties.get("Policies").into_iter().flat_map(Node::items) {
            self.document(policy.get("PolicyDocument"), template);
        }
        for policy in properties.get("ManagedPolicyArns").into_iter().flat_map(Node::items) {
            // Policies of the template that the role refers to.
            let target =
                text_of(policy).and_then(|text| Some(text.strip_prefix("${")?.strip_suffix('}')?.to_owned()));
            match target.and_then(|target| resources.get(&target)) {
                Some(policy) => {
                    self.document(policy.get("Properties").and_then(|p| p.get("PolicyDocument")), template)
                }
                None => self.unknown.push(policy.source().to_owned()),
            }
        }
        // Policies that refer to the role.
        let reference = format!("${{{name}}}");
        for policy in resources.pairs().filter_map(Pair::value) {
            let kind = policy.get("Type").and_then(|kind| kind.as_str());
            let Some(properties) = policy.get("Properties") else { continue };
            let attached = match kind {
                Some("AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy") => {
                    properties.get("Roles").is_some_and(|roles| {
                        roles.items().any(|role| text_of(role).as_deref() == Some(&reference))
                    })
                }
                Some("AWS::IAM::RolePolicy") => {
                    properties.get("RoleName").and_then(text_of).as_deref() == Some(&reference)
                }
                _ => false,
            };
            if attached {
                self.document(properties.get("PolicyDocument"), template);
            }
        }
    }

    fn sam_policy(&mut self, policy: Node<'_>, template: &Template) {
        if policy.get("Statement").is_some() {
            return self.document(Some(policy), template);
        }
        let pair = policy.pairs().next().filter(|_| policy.pairs().len() == 1);
        let known =
            pair.and_then(|pair| Some((pair, POLICIES.iter().find(|known| known.0 == pair.key().value)?)));
        match known {
            Some((pair, (_, parameter, arn, actions))) => {
                let value = pair.value().and_then(|value| value.get(parameter)).and_then(text_of);
                let resources =
                    vec![value.map(|value| format!("arn:${{AWS::Partition}}:{}", arn.replace("{}", &value)))];
                let actions = actions.iter().map(|action| ((*action).to_owned(), pair.key().span)).collect();
                self.grants.push(Grant { actions, resources });
            }
            None => self.unknown.push(policy.source().lines().next().unwrap_or_default().to_owned()),
        }
    }

    fn document(&mut self, document: Option<Node<'_>>, template: &Template) {
        let Some(statements) = document.and_then(|document| document.get("Statement")) else {
            return self.unknown.push("a policy without `Statement`".to_owned());
        };
        for statement in one_or_many(statements) {
            self.statement(statement, template);
        }
    }

    fn statement(&mut self, statement: Node<'_>, template: &Template) {
        let is_allow = statement.get("Effect").and_then(|effect| effect.as_str()) == Some("Allow");
        let (Some(actions), Some(resources), true) =
            (statement.get("Action"), statement.get("Resource"), is_allow)
        else {
            return self.unknown.push(statement.source().lines().next().unwrap_or_default().to_owned());
        };
        let action = |node: Node<'_>| node.as_str().map(|text| (text.to_owned(), node.span()));
        let actions: Vec<_> = one_or_many(actions).into_iter().filter_map(action).collect();
        let resource = |node: Node<'_>| text_of(node).or_else(|| sub_text(node, template));
        self.grants
            .push(Grant { actions, resources: one_or_many(resources).into_iter().map(resource).collect() });
    }
}

/// Returns the items of an array, or else the value.
fn one_or_many(node: Node<'_>) -> Vec<Node<'_>> {
    let items: Vec<Node<'_>> = node.items().collect();
    if items.is_empty() { vec![node] } else { items }
}

/// Common policy templates of SAM: the parameter, the resource and the actions
/// (<https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html>).
const POLICIES: &[(&str, &str, &str, &[&str])] = &[
    (
        "LambdaInvokePolicy",
        "FunctionName",
        "lambda:${AWS::Region}:${AWS::AccountId}:function:{}*",
        &["lambda:InvokeFunction"],
    ),
    (
        "DynamoDBWritePolicy",
        "TableName",
        "dynamodb:${AWS::Region}:${AWS::AccountId}:table/{}",
        &["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"],
    ),
    ("SQSSendMessagePolicy", "QueueName", "sqs:${AWS::Region}:${AWS::AccountId}:{}", &["sqs:SendMessage*"]),
    ("SNSPublishMessagePolicy", "TopicName", "sns:${AWS::Region}:${AWS::AccountId}:{}", &["sns:Publish"]),
    (
        "EventBridgePutEventsPolicy",
        "EventBusName",
        "events:${AWS::Region}:${AWS::AccountId}:event-bus/{}",
        &["events:PutEvents"],
    ),
    (
        "StepFunctionsExecutionPolicy",
        "StateMachineName",
        "states:${AWS::Region}:${AWS::AccountId}:stateMachine:{}",
        &["states:StartExecution"],
    ),
];
