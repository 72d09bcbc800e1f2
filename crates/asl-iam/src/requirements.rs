//! What a definition needs: the permissions of its calls, of Distributed Map states, and of logging and tracing.

use asl_core::catalog::StateKind;
use asl_core::catalog::services::{Pattern, Resource};
use asl_core::model::State;
use asl_core::text::Span;
use asl_core::{Analysis, brief};
use aws_services::{Service, optimized_service, sdk_service};

use crate::actions::{Actions, REFERENCE, actions};
use crate::jobs::{self};
use crate::parameters::{Parameters, Value};
use crate::policy::{Condition, Permission, Policy};
use crate::resources::{SEVERAL, resources};
use crate::template::{Template, sub_text};

/// What a definition needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirements {
    /// The least-privilege policy.
    pub policy: Policy,
    /// The permissions that the policy grants.
    pub permissions: Vec<Permission>,
    /// What is not known, and what needs attention.
    pub remarks: Vec<Remark>,
    /// Whether the actions of all states are known.
    pub is_complete: bool,
}

impl Requirements {
    /// Adds what another definition with the same role needs.
    pub fn add(&mut self, other: &Requirements) {
        self.permissions.extend(other.permissions.iter().cloned());
        self.policy = Policy::new(&self.permissions);
        self.remarks.extend(other.remarks.iter().cloned());
        self.is_complete &= other.is_complete;
    }
}

/// Something that the policy does not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The state that it is about.
    pub span: Span,
    /// What is not known, or what to do.
    pub message: String,
}

/// Returns what a definition needs, with what a template says about its state machine.
pub fn requirements(analysis: &Analysis, template: &Template) -> Requirements {
    let mut needs = Needs { template, permissions: Vec::new(), remarks: Vec::new(), is_complete: true };
    for state in analysis.model().states() {
        needs.state(state);
    }
    let context = analysis.template_context().unwrap_or(analysis.host());
    if context.is_traced == Some(true) {
        for action in TRACING {
            needs.add(action, "*", XRAY_PAGE);
        }
    }
    if context.is_logged == Some(true) {
        for action in LOGGING {
            needs.add(action, "*", LOGS_PAGE);
        }
    }
    Requirements {
        policy: Policy::new(&needs.permissions),
        permissions: needs.permissions,
        remarks: needs.remarks,
        is_complete: needs.is_complete,
    }
}

/// What tracing needs.
pub(crate) const TRACING: &[&str] = &[
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
];
const XRAY_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html";

const LOGGING: &[&str] = &[
    "logs:CreateLogDelivery",
    "logs:CreateLogStream",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutLogEvents",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
];
const LOGS_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html";
const ACCOUNTS_PAGE: &str =
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html";

/// Actions of AWS SDK integrations that cannot be limited to resources, besides those that list or describe.
const ON_ANY: &[&str] = &[
    "cloudwatch:PutMetricData",
    "s3:ListAllMyBuckets",
    "s3express:ListAllMyDirectoryBuckets",
    "textract:AnalyzeDocument",
    "textract:DetectDocumentText",
    "translate:TranslateText",
];

/// The call of a Task, once its template has filled in the `Resource`.
#[derive(Clone, Copy)]
pub(crate) struct Call<'r> {
    pub is_sdk: bool,
    pub service: &'r str,
    pub action: &'r str,
    pub pattern: Pattern,
}

impl<'r> Call<'r> {
    fn parse(resource: &'r str) -> Option<Call<'r>> {
        match Resource::parse(resource) {
            Resource::Optimized { service, action, pattern } => {
                Some(Call { is_sdk: false, service, action, pattern })
            }
            Resource::Sdk { service, action, pattern } => {
                Some(Call { is_sdk: true, service, action, pattern })
            }
            Resource::Activity | Resource::Other => None,
        }
    }

    pub(crate) fn name(self) -> String {
        format!("{}{}:{}", if self.is_sdk { "aws-sdk:" } else { "" }, self.service, self.action)
    }

    fn known_service(self) -> Option<&'static Service> {
        if self.is_sdk { sdk_service(self.service) } else { optimized_service(self.service) }
    }

    fn is_known(self) -> bool {
        self.known_service().is_some_and(|service| service.action(self.action).is_some())
            || !self.is_sdk
                && aws_services::optimized::actions(self.service).any(|known| known.action == self.action)
    }
}

/// The maximum length in characters of a message. ARNs are longer than other names.
pub(crate) const MAX_MESSAGE: usize = 1000;

/// The permissions that have been found.
pub(crate) struct Needs<'a> {
    pub(crate) template: &'a Template,
    permissions: Vec<Permission>,
    remarks: Vec<Remark>,
    is_complete: bool,
}

impl<'a> Needs<'a> {
    pub(crate) fn add(&mut self, action: &str, resource: &str, source: &'static str) {
        self.add_if(action, resource, Vec::new(), source);
    }

    pub(crate) fn add_if(
        &mut self,
        action: &str,
        resource: &str,
        conditions: Vec<Condition>,
        source: &'static str,
    ) {
        let (action, resource) = (action.to_owned(), resource.to_owned());
        self.permissions.push(Permission { action, resource, conditions, source });
    }

    pub(crate) fn remark(&mut self, state: State<'_>, message: String) {
        self.remarks.push(Remark {
            span: state.name().span,
            message: brief::shortened(&message, MAX_MESSAGE).into_owned(),
        });
    }

    pub(crate) fn unknown(&mut self, state: State<'_>, message: String) {
        self.is_complete = false;
        self.remark(state, message);
    }

    fn state(&mut self, state: State<'a>) {
        match state.kind() {
            Some(StateKind::Task) => self.task(state),
            Some(StateKind::Map) if state.is_distributed_map() => self.distributed_map(state),
            _ => {}
        }
    }

    fn task(&mut self, state: State<'a>) {
        let name = brief::name(state.name().value);
        if let Some(role) = self.other_role(state) {
            match role {
                Value::Text(role) => {
                    self.add("sts:AssumeRole", &role, ACCOUNTS_PAGE);
                    self.remark(
                        state,
                        format!("state `{name}` runs with the role in `Credentials`, which needs the permissions of its call"),
                    );
                }
                _ => self.remark(
                    state,
                    format!("state `{name}` runs with a role that is computed at run time; allow `sts:AssumeRole` for it"),
                ),
            }
            return;
        }
        let Some(resource) = state.get("Resource") else {
            return self.unknown(state, format!("state `{name}` has no `Resource`"));
        };
        let text = resource.as_str().map(|text| self.template.substitute(text));
        match text.or_else(|| sub_text(resource, self.template)) {
            Some(text) => match Call::parse(&text) {
                Some(call) => self.call(state, call),
                None => self.direct(state, &text),
            },
            None => self.unknown(state, format!("the `Resource` of state `{name}` is not known")),
        }
    }

    /// Returns the role of a Task that runs with a role of its own.
    fn other_role(&self, state: State<'a>) -> Option<Value> {
        let credentials = state.get("Credentials")?;
        Some(Parameters::new(Some(credentials), state.language(), self.template).value("RoleArn"))
    }

    /// Adds what a `Resource` needs that is not a service integration: a Lambda function or an activity.
    fn direct(&mut self, state: State<'a>, resource: &str) {
        let name = brief::name(state.name().value);
        let lambda = jobs::page("lambda");
        if Resource::function(resource).is_some() {
            return self.add("lambda:InvokeFunction", resource, lambda);
        }
        if Resource::parse(resource) == Resource::Activity {
            return;
        }
        let reference = resource.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let Some(reference) = reference.filter(|reference| !reference.contains('{')) else {
            return self.unknown(state, format!("what state `{name}` calls is not known: `{}`", resource));
        };
        let target = reference.split('.').next().unwrap_or(reference);
        match self.template.type_of(target) {
            Some("AWS::StepFunctions::Activity") => return,
            Some("AWS::Lambda::Function" | "AWS::Serverless::Function") => {}
            _ if reference.starts_with("aws_lambda_function.") => {}
            _ => self.remark(
                state,
                format!("state `{name}` is assumed to call a Lambda function: `{}`", resource),
            ),
        }
        self.add("lambda:InvokeFunction", resource, lambda);
    }

    fn call(&mut self, state: State<'a>, call: Call<'_>) {
        let name = brief::name(state.name().value);
        let parameters = Parameters::of(state, self.template);
        if !call.is_sdk {
            match (call.service, call.action) {
                ("http", "invoke") => return self.http(state, parameters),
                ("apigateway", "invoke") => return self.api(state, parameters),
                _ => {}
            }
        }
        let Some(service) = call.known_service() else {
            return self
                .unknown(state, format!("state `{name}` calls an unknown service: `{}`", call.name()));
        };
        let page = if call.is_sdk { REFERENCE } else { jobs::page(call.service) };
        let names = match actions(service, call.is_sdk, call.action) {
            Actions::Known(names) => names,
            Actions::None => {
                let message =
                    format!("`{}` of state `{name}` is not authorized by IAM policies", call.name());
                return self.remark(state, message);
            }
            Actions::Unknown => {
                return self.unknown(
                    state,
                    format!("the permissions for `{}` of state `{name}` are not known", call.name()),
                );
            }
        };
        if !call.is_known() {
            self.remark(state, format!("`{}` of state `{name}` is not a known action", call.name()));
        }
        if matches!(call.action, "copyObject" | "uploadPartCopy") && call.service == "s3" {
            self.copy(parameters, page);
        } else {
            for action in &names {
                self.action(state, action, parameters, page);
            }
        }
        self.besides(state, call, parameters, page, names.first().map_or("", String::as_str));
        for action in &names {
            self.roles(state, action, parameters);
        }
    }

    /// Adds an action of a call on its resources.
    pub(crate) fn action(
        &mut self,
        state: State<'a>,
        action: &str,
        parameters: Parameters<'a>,
        page: &'static str,
    ) {
        let name = brief::name(state.name().value);
        if action == "bedrock:InvokeModel" {
            return self.model(state, parameters, page);
        }
        if let Some((_, arns)) = SEVERAL.iter().find(|(several, _)| *several == action) {
            return arns.iter().for_each(|arn| self.add(action, &arn_of(arn), page));
        }
        let found = resources(action, parameters, self.template);
        if let Some(parameter) = found.unknown.first() {
            let resource = &found.arns[0];
            self.remark(
                state,
                format!("the resource of `{action}` in state `{name}` depends on `{parameter}`, which is not known: `{}`", resource),
            );
        }
        let operation = action.split_once(':').map_or("", |(_, operation)| operation);
        let is_on_any =
            ON_ANY.contains(&action) || operation.starts_with("Describe") || operation.starts_with("List");
        if page == REFERENCE && found.arns == ["*"] && !is_on_any {
            self.remark(
                state,
                format!("`{action}` of state `{name}` is allowed on all resources; narrow them if it supports that"),
            );
        }
        if action == "sns:Publish" && found.arns == ["*"] {
            self.remark(
                state,
                format!(
                    "state `{name}` does not publish to a topic, which needs `{action}` on all resources"
                ),
            );
        }
        let mut conditions = Vec::new();
        if let (true, Value::Text(value)) =
            (action == "emr-containers:StartJobRun", parameters.value("ExecutionRoleArn"))
        {
            let (operator, key) = ("StringEquals", "emr-containers:ExecutionRoleArn");
            conditions.push(Condition { operator, key, value });
        }
        for mut resource in found.arns {
            if let (true, Value::Text(qualifier)) =
                (action == "lambda:InvokeFunction", parameters.value("Qualifier"))
            {
                resource = format!("{resource}:{qualifier}");
            }
            self.add_if(action, &resource, conditions.clone(), page);
        }
    }

    /// Returns the ARN of the state machine itself, or of its executions.
    pub(crate) fn own_arn(&self, kind: &str, suffix: &str) -> String {
        let name = match (&self.template.machine, &self.template.resource) {
            (Some(name), _) => name.clone(),
            // CloudFormation appends random characters. A reference to the state machine would be circular.
            (None, Some(resource)) => format!("{resource}-*"),
            (None, None) => OWN_NAME.to_owned(),
        };
        arn_of(&format!("states:{{region}}:{{account}}:{kind}:{name}{suffix}"))
    }
}

/// The name of the state machine, if nothing tells it.
pub(crate) const OWN_NAME: &str = "${StateMachineName}";

/// Returns an ARN without parameters.
pub(crate) fn arn_of(text: &str) -> String {
    let text = text.replace("{region}", "${AWS::Region}").replace("{account}", "${AWS::AccountId}");
    format!("arn:${{AWS::Partition}}:{text}")
}
