//! Where a request comes from, for the activity log and the throttle.
//!
//! The peer's address, or what a trusted proxy says in `X-Forwarded-For`: read from the right, because the left is
//! whatever the client wrote, and passing over proxies of ours.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};
use backend::access::Origin;

use crate::{config::Network, router::AppState};

/// Puts the [`Origin`] of the request into its extensions.
pub async fn client_address(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let address = peer.map(|peer| address_of(peer, request.headers(), &state.config.trusted_proxies));
    let device = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let origin = Origin {
        address: address.map(|address| address.to_string()).unwrap_or_default(),
        device: device.chars().take(200).collect(),
    };
    request.extensions_mut().insert(origin);
    next.run(request).await
}

fn address_of(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut address = peer.to_canonical();
    let said: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok()).collect();
    for hop in said.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_trusted(address) {
            break;
        }
        let Some(next) = parse_hop(hop.trim()) else { break };
        address = next;
    }
    address
}

/// An address, which some proxies write with a port.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let address = hop.parse().or_else(|_| hop.parse::<SocketAddr>().map(|socket| socket.ip())).ok()?;
    Some(IpAddr::to_canonical(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|network| Network::parse(network).unwrap()).collect();
        address_of(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn a_stranger_cannot_choose_an_address() {
        assert_eq!(address("198.51.100.1", &["203.0.113.9"], &[]), "198.51.100.1");
        assert_eq!(address("198.51.100.1", &["203.0.113.9"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(address("10.0.0.1", &["203.0.113.9, 198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
    }

    #[test]
    fn trusted_proxies_are_passed_over() {
        assert_eq!(address("10.0.0.1", &["198.51.100.1, 10.0.0.2"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(address("10.0.0.1", &["198.51.100.1", "10.0.0.2"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(address("::ffff:10.0.0.1", &["[2001:db8::1]:443"], &["10.0.0.0/8"]), "2001:db8::1");
        assert_eq!(address("10.0.0.1", &["198.51.100.1, unknown"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(address("10.0.0.1", &[], &["10.0.0.0/8"]), "10.0.0.1");
    }
}
