import Glibc

/// How many files the process may open.
enum DescriptorLimit {
    /// Raises what it may open to what it may ask for: the lower number is for programs that use `select`. Best effort.
    static func raise() {
        guard var limit = Self.limits, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(Self.resource, &limit)
    }

    /// What it may open now.
    static var current: UInt64 { Self.limits.map { UInt64($0.rlim_cur) } ?? .max }

    /// What it may ask for.
    static var highest: UInt64 { Self.limits.map { UInt64($0.rlim_max) } ?? .max }

    private static var resource: __rlimit_resource_t { __rlimit_resource_t(RLIMIT_NOFILE.rawValue) }

    private static var limits: rlimit? {
        var limit = rlimit()
        return getrlimit(Self.resource, &limit) == 0 ? limit : nil
    }
}
