import Auditing
import DurableFiles
import Foundation
import Keys
import Logging
import TestKit
import Testing

@testable import Witnessing

@Suite struct WitnessDeskTests {
    @Test func `what is cosigned is on the disk, signed by log and witness`() async throws {
        let world = try WitnessWorld()
        let desk = try world.desk()
        let reply = try await world.add(desk, from: 0, to: 12)
        #expect(reply.status == 200)
        let path = WitnessMemory.path(of: WitnessWorld.origin, in: world.folder)
        let note = try SignedNote(Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(try note.verified(by: [world.signer.verifierKey]).first?.timestamp == 1_800_000_000)
        #expect(try Checkpoint(note, signedBy: world.log.signer.verifierKey) == world.log.checkpoint(at: 12))
        #expect(note.signatures.last?.line == reply.body)
        #expect(desk.latest(of: WitnessWorld.origin) == world.log.checkpoint(at: 12))
        await desk.close()
    }

    @Test func `the same checkpoint asked again is cosigned, and nothing is written`() async throws {
        let world = try WitnessWorld()
        let desk = try world.desk()
        #expect(try await world.add(desk, from: 0, to: 12).status == 200)
        let path = WitnessMemory.path(of: WitnessWorld.origin, in: world.folder)
        // A write would put another file there.
        try FileManager.default.removeItem(atPath: path)
        for _ in 0..<3 { #expect(try await world.add(desk, from: 12, to: 12).status == 200) }
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try await world.add(desk, from: 12, to: 13).status == 200)
        #expect(FileManager.default.fileExists(atPath: path))
        await desk.close()
    }

    @Test func `a stranger with the public checkpoint and garbage raises no alarm`() async throws {
        let world = try WitnessWorld()
        let alarms = AlarmLog()
        let desk = try world.desk(logger: alarms.logger)
        #expect(try await world.add(desk, from: 0, to: 12).status == 200)
        let note = try world.log.note(at: 12)
        let garbage = try WitnessRequest(oldSize: 12, proof: [.zero], note: note)
        #expect(await desk.add(garbage.body).status == 422)
        #expect(alarms.errors.isEmpty)
        #expect(desk.latest(of: WitnessWorld.origin) == world.log.checkpoint(at: 12))
        await desk.close()
    }

    @Test func `an alarm is told once in a minute, with the log's own signatures and no others`() async throws {
        let world = try WitnessWorld()
        let alarms = AlarmLog()
        let desk = try world.desk(logger: alarms.logger)
        #expect(try await world.add(desk, from: 0, to: 12).status == 200)
        let note = try world.log.note(at: 20)
        let stranger = try GrowingLog(origin: "stranger.example/x", seed: 9).signer
        let mixed = try note.adding([stranger.sign(note.text)])
        let wrong = try WitnessRequest(oldSize: 12, proof: [.zero], note: mixed)
        for _ in 0..<30 { #expect(await desk.add(wrong.body).status == 422) }
        #expect(alarms.errors.count == 1)
        #expect(alarms.errors.first?["note"] == .string(note.serialized))
        // What strangers can provoke holds back nothing that is proven.
        var fork = world.log.cut(to: 6)
        fork.grow(to: 12, branch: 1)
        for _ in 0..<3 { #expect(try await world.add(desk, from: 12, to: 12, of: fork).status == 409) }
        #expect(alarms.errors.count == 2)
        #expect(alarms.errors.last?["note"] == .string(try fork.note().serialized))
        await desk.close()
    }

    @Test func `a start goes on where the last one ended`() async throws {
        let world = try WitnessWorld()
        do {
            let desk = try world.desk()
            #expect(try await world.add(desk, from: 0, to: 12).status == 200)
            await desk.close()
        }
        let desk = try world.desk()
        let stale = try await world.add(desk, from: 0, to: 20)
        #expect(stale == WitnessReply(refusing: .otherSize(cosigned: 12)))
        #expect(try await world.add(desk, from: 12, to: 20).status == 200)
        await desk.close()
    }

    @Test func `every refusal leaves what was known`() async throws {
        let world = try WitnessWorld()
        let desk = try world.desk()
        #expect(try await world.add(desk, from: 0, to: 12).status == 200)
        var fork = world.log.cut(to: 6)
        fork.grow(to: 20, branch: 1)
        #expect(try await world.add(desk, from: 12, to: 12, of: fork).status == 409)
        #expect(try await world.add(desk, from: 12, to: 20, of: fork).status == 422)
        #expect(try await world.add(desk, from: 3, to: 20).status == 409)
        let stranger = try GrowingLog(origin: "log.example/other")
        #expect(try await world.add(desk, from: 0, to: 0, of: stranger).status == 404)
        var imposter = try GrowingLog(seed: 3)
        imposter.grow(to: 20)
        #expect(try await world.add(desk, from: 12, to: 20, of: imposter).status == 403)
        #expect(await desk.add(Array("nonsense".utf8)).status == 400)
        #expect(desk.latest(of: WitnessWorld.origin) == world.log.checkpoint(at: 12))
        #expect(world.faultsTold.isEmpty)
        await desk.close()
    }

    /// The race that the specification warns of: A is judged, B is judged and remembered, A is remembered.
    @Test func `of many requests at once, one goes first and none goes back`() async throws {
        let world = try WitnessWorld()
        let desk = try world.desk()
        var fork = world.log.cut(to: 0)
        fork.grow(to: 300, branch: 1)
        let replies = try await withThrowingTaskGroup(of: (UInt64, Bool, WitnessReply).self) { [fork] group in
            for size in UInt64(1)...40 {
                for isFork in [false, true] {
                    group.addTask {
                        (size, isFork, try await world.add(desk, from: 0, to: size, of: isFork ? fork : nil))
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let taken = replies.filter { $0.2.status == 200 }
        #expect(taken.count == 1)
        let (size, isFork, _) = try #require(taken.first)
        let winner = isFork ? fork : world.log
        #expect(desk.latest(of: WitnessWorld.origin) == winner.checkpoint(at: size))
        #expect(replies.filter { $0.2.status == 409 }.count == 79)
        await desk.close()
    }

    @Test func `state that this witness did not write is refused at the start`() async throws {
        let world = try WitnessWorld()
        let memory = try world.memory()
        let file = memory.file(of: WitnessWorld.origin)
        let unsigned = try world.log.note(at: 12)
        let other = try NoteSigner(name: "witness.example/w", key: GrowingLog.key(8), kind: .cosignature)
        let stranger = try GrowingLog(origin: "log.example/other").note()
        let wrong: [[UInt8]] = [
            [], Array("nonsense".utf8), Array(unsigned.serialized.utf8),
            Array(try unsigned.adding([other.sign(unsigned.text)]).serialized.utf8),
            Array(try stranger.adding([world.signer.sign(stranger.text)]).serialized.utf8),
        ]
        for bytes in wrong {
            try file.replace(bytes)
            let fault = #expect(throws: WitnessFault.self) { try memory.latest(of: WitnessWorld.origin) }
            #expect(fault?.code == .stateForeign)
            #expect(fault?.message.contains(file.path) == true)
        }
        // Every single bit of it counts.
        let note = try unsigned.adding([world.signer.sign(unsigned.text, timestamp: 5)])
        let bytes = Array(try SignedNote(text: note.text, signatures: note.signatures.suffix(1)).serialized.utf8)
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 1
            try file.replace(damaged)
            #expect(throws: (any Error).self) { try memory.latest(of: WitnessWorld.origin) }
        }
    }

    @Test func `a folder that is gone is told, and nothing is signed`() async throws {
        let world = try WitnessWorld()
        let desk = try world.desk()
        try FileManager.default.removeItem(atPath: world.folder)
        let reply = try await world.add(desk, from: 0, to: 12)
        #expect(reply.status == 507)
        #expect(desk.latest(of: WitnessWorld.origin)?.size == 0)
        try FileManager.default.createDirectory(
            atPath: world.folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        #expect(try await world.add(desk, from: 0, to: 12).status == 200)
        await desk.close()
    }

    @Test func `after a failed write nothing is cosigned any more`() async throws {
        let world = try WitnessWorld()
        let desk = try world.desk()
        // A folder in the place of the file: the rename fails in a way nobody expects.
        let path = WitnessMemory.path(of: WitnessWorld.origin, in: world.folder)
        try FileManager.default.createDirectory(atPath: path + "/x", withIntermediateDirectories: true)
        #expect(try await world.add(desk, from: 0, to: 12).status == 503)
        #expect(world.faultsTold.map(\.code) == [.stateFailed])
        try FileManager.default.removeItem(atPath: path)
        #expect(try await world.add(desk, from: 0, to: 12).status == 503)
        #expect(world.faultsTold.count == 1)
        await desk.close()
        #expect(try await world.add(desk, from: 0, to: 12).status == 503)
    }

    @Test func `what is forgotten begins anew`() throws {
        let world = try WitnessWorld()
        let memory = try world.memory()
        #expect(try memory.forget(WitnessWorld.origin) == nil)
        let note = try world.log.note(at: 12)
        try memory.remember(try note.adding([world.signer.sign(note.text)]), of: WitnessWorld.origin)
        #expect(try memory.forget(WitnessWorld.origin) == world.log.checkpoint(at: 12))
        #expect(try memory.latest(of: WitnessWorld.origin) == nil)
    }
}
