//! Tests of aliases in the first sentence.

use expect_test::{Expect, expect};

use crate::note::render;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&render::terms(text));
}

#[test]
fn the_expansion_of_an_acronym_is_an_alias() {
    check(
        "## OLTP\n\nOnline transaction processing. A system.\n\n## MVP\n\n**Minimum viable product**: the least that works.\n\n## XML\n\nExtensible Markup Language, a format.\n\n## IaC\n\nInfrastructure as Code is a practice.\n\n## CRUD\n\nStands for create, read.\n\n## P2P\n\nPeer-to-peer: without a center.\n\n## API\n\nA plain interface. And more.\n\n## UDP\n\nThe User Datagram Protocol is simple.\n",
        &expect![[r#"
            OLTP = Online transaction processing (the acronym's expansion): Online transaction processing. A system.
            MVP = Minimum viable product (the acronym's expansion): **Minimum viable product**: the least that works.
            XML = Extensible Markup Language (the acronym's expansion): Extensible Markup Language, a format.
            IaC = Infrastructure as Code (the acronym's expansion): Infrastructure as Code is a practice.
            CRUD: Stands for create, read.
            P2P = Peer-to-peer (the acronym's expansion): Peer-to-peer: without a center.
            API: A plain interface. And more.
            UDP = User Datagram Protocol (the acronym's expansion): The User Datagram Protocol is simple.
        "#]],
    );
}

#[test]
fn an_acronym_after_its_name_is_an_alias() {
    check(
        "## Virtual machine\n\nA virtual machine (VM) is a computer.\n\n## Platform as a Service\n\nA Platform as a Service, or PaaS, is a platform.\n\n## API\n\nAn API (_Application Programming Interface_) is a set.\n\n## Cache\n\nA cache (RAM) is fast.\n",
        &expect![[r#"
            Virtual machine = VM (the acronym's expansion): A virtual machine (VM) is a computer.
            Platform as a Service = PaaS (the acronym's expansion): A Platform as a Service, or PaaS, is a platform.
            API = Application Programming Interface (the acronym's expansion): An API (_Application Programming Interface_) is a set.
            Cache: A cache (RAM) is fast.
        "#]],
    );
}

#[test]
fn names_after_phrases_are_aliases() {
    check(
        "## Mode collapse\n\n**Mode collapse**, also known as **catastrophic collapse** or *the other one*, is bad.\n\n## Attributes\n\nAlso known as dimensions, features, or variables. A field.\n\n## Bagging\n\nA way to train many models, a.k.a. bootstrap aggregation.\n\n## Cluster\n\nMany nodes, also called workers, that share one job.\n\n## Recall\n\nAlso sensitivity, is the share that is found.\n\n## Two\n\nIs one. It is also known as not this.\n\n## Link\n\nSometimes called [data partitioning](#x), it splits.\n\n## RPIT\n\nShort for _return-position `impl Trait`_.\n",
        &expect![[r#"
            Mode collapse = catastrophic collapse (in the definition) = other one (in the definition): **Mode collapse**, also known as **catastrophic collapse** or *the other one*, is bad.
            Attributes = dimensions (in the definition): Also known as dimensions, features, or variables. A field.
            Bagging = bootstrap aggregation (in the definition): A way to train many models, a.k.a. bootstrap aggregation.
            Cluster = workers (in the definition): Many nodes, also called workers, that share one job.
            Recall = sensitivity (in the definition): Also sensitivity, is the share that is found.
            Two: Is one. It is also known as not this.
            Link = data partitioning (in the definition): Sometimes called [data partitioning](#x), it splits.
            RPIT = return-position impl Trait (the acronym's expansion): Short for _return-position `impl Trait`_.
        "#]],
    );
}
