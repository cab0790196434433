import Keys
import Storage

extension ConformanceBench {
    func keepsPolicies() async throws {
        let records = RecordFixtures()
        var samples = RecordSamples(seed: 612)
        let (project, environment) = (records.project.id, records.environment.id)
        let policies = (0..<5).map { _ in samples.policy(in: project, environment) }.sorted { $0.id < $1.id }
        let elsewhere = samples.policy(in: project, samples.id())
        try await self.store.write(.ordinary) { transaction in
            for policy in policies + [elsewhere] { try transaction.insert(policy) }
        }
        try self.require(
            self.published.all.map(\.record) == (policies + [elsewhere]).map(AnyHashable.init), "all are published")
        try await self.store.read { reader in
            for policy in policies {
                try self.require(try reader.policy(policy.id) == policy, "a policy by id")
                try self.require(try reader.policy(named: policy.name, in: environment) == policy, "and by name")
            }
            let page = try reader.policies(in: environment, after: policies[1].id, limit: 2)
            try self.require(page == Array(policies[2...3]), "a page of one environment goes on after an id")
            let all = try reader.policies(in: nil, after: nil, limit: 10)
            try self.require(all == (policies + [elsewhere]).sorted { $0.id < $1.id }, "a list of all environments")
        }
        try await self.refuses(.duplicate, "a policy's name") { transaction in
            var twin = policies[0]
            twin = Policy(
                id: records.policyID, projectID: project, environmentID: environment, name: twin.name,
                createdAt: twin.createdAt)
            try transaction.insert(twin)
        }
        try await self.refuses(.stale, "a policy of another revision") { transaction in
            var policy = policies[0]
            policy.revision = 3
            try transaction.update(policy)
        }
    }
}

extension RecordFixtures {
    fileprivate var policyID: PolicyID { .init(high: self.role.id.high, low: self.role.id.low) }
}
