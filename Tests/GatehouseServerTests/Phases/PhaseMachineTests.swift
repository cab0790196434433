import KeyManagement
import Testing

@testable import GatehouseServer

@Suite struct PhaseMachineTests {
    private static func machine(_ phase: SealStatus.Phase) -> PhaseMachine {
        var machine = PhaseMachine()
        if phase != .sealed { _ = machine.unsealRequested() }
        if phase == .open || phase == .sealing { machine.attemptEnded(isOpen: true) }
        if phase == .sealing { _ = machine.sealRequested() }
        return machine
    }

    @Test(arguments: SealStatus.Phase.allCases) func `only a sealed server is tried to open`(_ phase: SealStatus.Phase)
    {
        var machine = Self.machine(phase)
        #expect(machine.phase == phase)
        let action = machine.unsealRequested()
        let expected: [SealStatus.Phase: PhaseMachine.UnsealAction] = [
            .sealed: .tryToOpen, .opening: .refuse, .open: .alreadyOpen, .sealing: .refuse,
        ]
        #expect(action == expected[phase])
        #expect(machine.phase == (phase == .sealed ? .opening : phase))
    }

    @Test(arguments: SealStatus.Phase.allCases) func `only an open server gives up its keys`(_ phase: SealStatus.Phase)
    {
        var machine = Self.machine(phase)
        let action = machine.sealRequested()
        let expected: [SealStatus.Phase: PhaseMachine.SealAction] = [
            .sealed: .alreadySealed, .opening: .refuse, .open: .giveUp, .sealing: .join,
        ]
        #expect(action == expected[phase])
        #expect(machine.phase == (phase == .open ? .sealing : phase))
    }

    @Test func `an attempt that fails leaves it sealed, one that succeeds opens it`() {
        for isOpen in [true, false] {
            var machine = Self.machine(.opening)
            machine.attemptEnded(isOpen: isOpen)
            #expect(machine.phase == (isOpen ? .open : .sealed))
        }
    }

    @Test(arguments: SealStatus.Phase.allCases) func `the end of an attempt that is not under way changes nothing`(
        _ phase: SealStatus.Phase
    ) {
        guard phase != .opening else { return }
        var machine = Self.machine(phase)
        machine.attemptEnded(isOpen: true)
        #expect(machine.phase == phase)
    }

    @Test func `sealing is called off, or ends with nothing left`() {
        var machine = Self.machine(.sealing)
        machine.sealingFailed()
        #expect(machine.phase == .open)
        machine = Self.machine(.sealing)
        machine.emptied()
        #expect(machine.phase == .sealed)
        machine.sealingFailed()
        #expect(machine.phase == .sealed)
    }
}
