import HTTPMachines

/// The health checks of one server, on the loop that makes them.
struct EndpointCheck {
    var schedule: CheckSchedule
    var state = HealthState()
    /// The one under way.
    var probe: HealthProbe?
}
