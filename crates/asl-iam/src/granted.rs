//! What the role of a state machine allows, as far as its template tells.

use asl_core::syntax::{Kind, Node, Pair};
use asl_core::text::Span;

use crate::requirements::TRACING;
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
    /// The resources of the template that have the role.
    pub users: Vec<String>,
}

/// What a statement allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The actions with their spans; they may have wildcards.
    pub actions: Vec<(String, Span)>,
    /// The resources; `None` for one that is not known.
    pub resources: Vec<Option<String>>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where permissions come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A statement of the template.
    Statement,
    /// A policy that AWS defines, with the span of its name.
    Policy(String, Span),
    /// SAM adds them.
    Sam,
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
        granted.users = users(resources, role);
        granted.role(pair.value()?, resources, role, &template);
        return Some(granted);
    }
    let properties = machine.value()?.get("Properties")?;
    if properties.get("Role").or(properties.get("RoleArn")).is_some() {
        return None;
    }
    if template.type_of(resource) != Some("AWS::Serverless::StateMachine") {
        return None;
    }
    // SAM generates a role with these policies, and with one for tracing and others for connectors.
    granted.users.push(resource.to_owned());
    let mut list: Vec<Node<'_>> = Vec::new();
    if let Some(policies) = properties.get("Policies") {
        list.extend(policies.items());
        if list.is_empty() {
            list.push(policies);
        }
    }
    if properties
        .get("Tracing")
        .is_some_and(|tracing| tracing.get("Enabled").is_some_and(|on| on.as_bool() != Some(false)))
    {
        let actions = TRACING.iter().map(|action| ((*action).to_owned(), granted.span)).collect();
        granted.grants.push(Grant { actions, resources: vec![Some("*".to_owned())], origin: Origin::Sam });
    }
    granted.connectors(resources, resource);
    for policy in list {
        granted.sam_policy(policy, &template);
    }
    Some(granted)
}

/// Returns the resources that have a role.
fn users(resources: Node<'_>, role: &str) -> Vec<String> {
    let has_role = |pair: &Pair<'_>| {
        let properties = pair.value().and_then(|resource| resource.get("Properties"));
        let value = properties.and_then(|properties| properties.get("Role").or(properties.get("RoleArn")));
        value.and_then(text_of).is_some_and(|text| text == format!("${{{role}.Arn}}"))
    };
    resources.pairs().filter(has_role).map(|pair| pair.key().value.to_owned()).collect()
}

impl Granted {
    /// Adds the connectors of SAM, whose permissions depend on the types of the resources that they connect.
    fn connectors(&mut self, resources: Node<'_>, machine: &str) {
        for pair in resources.pairs() {
            let Some(resource) = pair.value() else { continue };
            let name = pair.key().value;
            if name == machine && resource.get("Connectors").is_some() {
                self.unknown.push("Connectors".to_owned());
            }
            let source = resource.get("Properties").and_then(|p| p.get("Source")?.get("Id")?.as_str());
            let kind = resource.get("Type").and_then(|kind| kind.as_str());
            if kind == Some("AWS::Serverless::Connector") && source == Some(machine) {
                self.unknown.push(name.to_owned());
            }
        }
    }

    /// Adds the connectors of the resources that have the role.
    fn connectors_of_users(&mut self, resources: Node<'_>) {
        for user in self.users.clone() {
            self.connectors(resources, &user);
        }
    }

    /// Adds a managed policy of AWS.
    fn managed(&mut self, policy: Node<'_>) {
        let name = policy.as_str().map(|name| name.rsplit('/').next().unwrap_or(name));
        match name.and_then(|name| MANAGED.iter().find(|known| known.0 == name)) {
            Some((name, actions)) => {
                let actions = actions.iter().map(|action| ((*action).to_owned(), policy.span())).collect();
                let origin = Origin::Policy((*name).to_owned(), policy.span());
                self.grants.push(Grant { actions, resources: vec![Some("*".to_owned())], origin });
            }
            None => self.unknown.push(policy.source().lines().next().unwrap_or_default().to_owned()),
        }
    }

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
                None => self.managed(policy),
            }
        }
        self.connectors_of_users(resources);
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
                let origin = Origin::Policy(pair.key().value.to_owned(), pair.key().span);
                self.grants.push(Grant { actions, resources, origin });
            }
            None => self.managed(policy),
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
        let resources = one_or_many(resources).into_iter().map(resource).collect();
        self.grants.push(Grant { actions, resources, origin: Origin::Statement });
    }
}

/// Returns the items of an array, or else the value.
fn one_or_many(node: Node<'_>) -> Vec<Node<'_>> {
    if node.kind() == Kind::Array { node.items().collect() } else { vec![node] }
}

/// Managed policies of AWS that allow their actions on all resources
/// (<https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>).
const MANAGED: &[(&str, &[&str])] = &[
    ("AWSXRayDaemonWriteAccess", TRACING),
    ("AWSXrayWriteOnlyAccess", TRACING),
    ("AWSLambdaRole", &["lambda:InvokeFunction"]),
    ("CloudWatchLogsFullAccess", &["logs:*"]),
];

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
        "DynamoDBReadPolicy",
        "TableName",
        "dynamodb:${AWS::Region}:${AWS::AccountId}:table/{}",
        &[
            "dynamodb:GetItem",
            "dynamodb:Scan",
            "dynamodb:Query",
            "dynamodb:BatchGetItem",
            "dynamodb:DescribeTable",
        ],
    ),
    (
        "DynamoDBCrudPolicy",
        "TableName",
        "dynamodb:${AWS::Region}:${AWS::AccountId}:table/{}",
        &[
            "dynamodb:GetItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:Scan",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:BatchGetItem",
            "dynamodb:DescribeTable",
            "dynamodb:ConditionCheckItem",
        ],
    ),
    ("S3ReadPolicy", "BucketName", "s3:::{}*", &["s3:GetObject", "s3:ListBucket", "s3:GetBucketLocation"]),
    ("S3WritePolicy", "BucketName", "s3:::{}*", &["s3:PutObject", "s3:PutObjectAcl"]),
    (
        "S3CrudPolicy",
        "BucketName",
        "s3:::{}*",
        &[
            "s3:GetObject",
            "s3:ListBucket",
            "s3:GetBucketLocation",
            "s3:PutObject",
            "s3:PutObjectAcl",
            "s3:DeleteObject",
        ],
    ),
    (
        "StepFunctionsExecutionPolicy",
        "StateMachineName",
        "states:${AWS::Region}:${AWS::AccountId}:stateMachine:{}",
        &["states:StartExecution"],
    ),
];
