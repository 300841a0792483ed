//! What the demo's services and domains are like inside: logins, usage, addons; name servers, records, registrants.

use uuid::Uuid;

use super::writer::{Login, Writer};
use crate::Failure;

const GB: i64 = 1_000_000_000;

pub(super) async fn northwind_services(to: &Writer<'_>, [web, shop, vps, mail]: [Uuid; 4]) -> Result<(), Failure> {
    let login = Login {
        username: "northwind",
        host: "web07.provider.test",
        password: "lantern-Ocean-Ribbon-41",
        panel: true,
        machine: false,
    };
    to.login(web, login).await?;
    to.usage(
        web,
        &[("disk", 41_700_000_000, Some(100 * GB)), ("traffic", 212 * GB, None), ("sites", 4, Some(10))],
    )
    .await?;
    to.addon(web, "Daily off-site backup", -16, 4_900).await?;
    let login = Login {
        username: "nwshop",
        host: "shop03.provider.test",
        password: "Velvet-kayak-Copper-88",
        panel: true,
        machine: false,
    };
    to.login(shop, login).await?;
    let usage = [
        ("disk", 63_100_000_000, Some(80 * GB)),
        ("traffic", 1_840 * GB, Some(2_000 * GB)),
        ("databases", 2, Some(5)),
    ];
    to.usage(shop, &usage).await?;
    to.addon(shop, "Object cache 1 GB", -9, 9_900).await?;
    to.addon(shop, "Dedicated IP address", -9, 3_900).await?;
    let login = Login {
        username: "root",
        host: "nw-app-01.provider.test",
        password: "meadow-Quartz-signal-16",
        panel: true,
        machine: true,
    };
    to.login(vps, login).await?;
    let usage = [
        ("disk", 52_300_000_000, Some(80 * GB)),
        ("memory", 3_100_000_000, Some(4 * GB)),
        ("traffic", 640 * GB, None),
    ];
    to.usage(vps, &usage).await?;
    let login = Login {
        username: "postmaster@northwind.test",
        host: "mail02.provider.test",
        password: "Harbour-fennel-Tundra-27",
        panel: true,
        machine: false,
    };
    to.login(mail, login).await?;
    to.usage(mail, &[("mailboxes", 11, Some(12)), ("disk", 188 * GB, Some(600 * GB))]).await
}

pub(super) async fn fabrikam_services(to: &Writer<'_>, site: Uuid, lab: Uuid) -> Result<(), Failure> {
    let login = Login {
        username: "fabrikam",
        host: "web02.provider.test",
        password: "Pepper-glacier-Mango-53",
        panel: true,
        machine: false,
    };
    to.login(site, login).await?;
    to.usage(site, &[("disk", 2_900_000_000, Some(10 * GB)), ("sites", 1, Some(1))]).await?;
    let login = Login {
        username: "root",
        host: "lab-gpu-01.provider.test",
        password: "anchor-Willow-Comet-72",
        panel: true,
        machine: true,
    };
    to.login(lab, login).await?;
    to.usage(lab, &[("disk", 244 * GB, Some(320 * GB)), ("memory", 14 * GB, Some(16 * GB))]).await
}

const OURS: [&str; 3] = ["ns1.provider.test", "ns2.provider.test", "ns3.provider.test"];

/// What stands in the DNS of most domains: name, kind, value.
const USUAL: [(&str, &str, &str); 6] = [
    ("@", "A", "192.0.2.80"),
    ("@", "AAAA", "2001:db8:20::80"),
    ("www", "CNAME", "@."),
    ("@", "MX", "10 mail02.provider.test."),
    ("@", "TXT", "\"v=spf1 include:_spf.provider.test -all\""),
    ("@", "CAA", "0 issue \"letsencrypt.org\""),
];

pub(super) async fn northwind_domains(
    to: &Writer<'_>,
    [northwind, studio, nordvind, print, verksted]: [Uuid; 5],
) -> Result<(), Failure> {
    let hosts = OURS.map(|host| (host, ""));
    to.name_servers(northwind, &hosts).await?;
    to.records(northwind, "northwind.test", &USUAL).await?;
    let more = [
        ("shop", "A", "192.0.2.93"),
        ("app", "A", "192.0.2.101"),
        ("staging", "CNAME", "web07.provider.test."),
        ("_dmarc", "TXT", "\"v=DMARC1; p=quarantine; rua=mailto:dmarc@northwind.test\""),
        ("_imaps._tcp", "SRV", "0 1 993 mail02.provider.test."),
        ("_submission._tcp", "SRV", "0 1 587 mail02.provider.test."),
    ];
    to.records(northwind, "northwind.test", &more).await?;
    to.name_servers(studio, &hosts).await?;
    to.records(studio, "northwind-studio.test", &USUAL).await?;
    for (domain, name) in [(print, "northwind-print.test"), (verksted, "nordvindverksted.test")] {
        to.name_servers(domain, &hosts).await?;
        to.records(domain, name, &USUAL).await?;
    }
    // Still at the company that it came from.
    to.name_servers(nordvind, &[("ns1.nordvind.test", "198.51.100.10"), ("ns2.old-registrar.test", "")])
        .await?;
    let codes = ["NW-7Q4r-91ksT", "NS-2pLx-55wEd", "ND-8hVb-03mZq", "NP-6jCf-48nGa", "NV-1sDy-77bWu"];
    for (domain, code) in [northwind, studio, nordvind, print, verksted].into_iter().zip(codes) {
        to.transfer_code(domain, code).await?;
        to.registrant(domain).await?;
    }
    Ok(())
}

pub(super) async fn fabrikam_domain(to: &Writer<'_>, domain: Uuid) -> Result<(), Failure> {
    to.name_servers(domain, &OURS.map(|host| (host, ""))).await?;
    to.records(domain, "fabrikam.test", &USUAL).await?;
    to.transfer_code(domain, "FB-4tGn-67yRk").await?;
    to.registrant(domain).await
}
