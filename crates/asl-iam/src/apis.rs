//! What calls of HTTP APIs need.

use asl_core::brief;
use asl_core::model::State;

use crate::jobs;
use crate::parameters::{Parameters, Value};
use crate::policy::Condition;
use crate::requirements::{Needs, arn_of};
use crate::resources::arn;

const HTTP_PAGE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html";

impl<'a> Needs<'a> {
    /// Adds what an HTTP Task needs: to call the endpoint, and the credentials of its connection.
    pub(crate) fn http(&mut self, state: State<'a>, parameters: Parameters<'a>) {
        let name = brief::name(state.name().value);
        let mut conditions = Vec::new();
        match parameters.value("ApiEndpoint") {
            Value::Text(endpoint) => conditions.push(Condition {
                operator: "StringLike",
                key: "states:HTTPEndpoint",
                value: endpoint,
            }),
            _ => self.remark(
                state,
                format!("the endpoint of state `{name}` is not known: all endpoints are allowed"),
            ),
        }
        if let Value::Text(method) = parameters.value("Method") {
            conditions.push(Condition { operator: "StringEquals", key: "states:HTTPMethod", value: method });
        }
        let own = self.own_arn("stateMachine", "");
        self.add_if("states:InvokeHTTPEndpoint", &own, conditions, HTTP_PAGE);
        let path = ["Authentication.ConnectionArn", "InvocationConfig.ConnectionArn"]
            .into_iter()
            .find(|path| parameters.value(path) != Value::Absent);
        let connection = match path.map(|path| parameters.value(path)) {
            Some(Value::Text(arn)) => arn,
            _ => {
                self.remark(
                    state,
                    format!("the connection of state `{name}` is not known: all connections are allowed"),
                );
                arn("events:{region}:{account}:connection/*", parameters)
            }
        };
        self.add("events:RetrieveConnectionCredentials", &connection, HTTP_PAGE);
        let secret = arn("secretsmanager:{region}:{account}:secret:events!connection/*", parameters);
        for action in ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"] {
            self.add(action, &secret, HTTP_PAGE);
        }
    }

    /// Adds what a call of an API of API Gateway needs, which depends on the authorization of the API.
    pub(crate) fn api(&mut self, state: State<'a>, parameters: Parameters<'a>) {
        let name = brief::name(state.name().value);
        match parameters.value("AuthType") {
            Value::Absent => return,
            Value::Text(kind) if kind == "NO_AUTH" => return,
            Value::Text(kind) if kind == "RESOURCE_POLICY" => {
                let message = format!(
                    "the resource policy of the API that state `{name}` calls must allow the state machine"
                );
                return self.remark(state, message);
            }
            _ => {}
        }
        let part = |path: &str| match parameters.value(path) {
            Value::Text(text) => text,
            _ => "*".to_owned(),
        };
        let endpoint = part("ApiEndpoint");
        let api = endpoint.split_once('.').map_or(endpoint.as_str(), |(api, _)| api);
        let (stage, method, path) = (part("Stage"), part("Method"), part("Path"));
        let resource = format!(
            "execute-api:{{region}}:{{account}}:{api}/{stage}/{method}/{}",
            path.trim_start_matches('/')
        );
        self.add("execute-api:Invoke", &arn_of(&resource), jobs::page("apigateway"));
    }
}
