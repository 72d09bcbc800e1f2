//! Prints the parameters of an action: `cargo run --example parameters -- rds createDBInstance`.

#![allow(clippy::print_stdout)]

use aws_services::sdk_service;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let service = arguments.next().unwrap_or("dynamodb".to_owned());
    let action = arguments.next().unwrap_or("getItem".to_owned());
    let Some(service) = sdk_service(&service) else { return println!("no service {service}") };
    let Some(action) = service.action(&action) else { return println!("no action {action}") };
    for member in action.input().members() {
        let mark = if member.is_required() { "*" } else { " " };
        println!("{mark} {:40} {}", member.name(), service.member_summary(member));
    }
}
