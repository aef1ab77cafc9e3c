package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the relay, without a fork. {@link AllowListIT} has both. */
class RelayTest {

    private static final String BEGIN = """
            import socket, sys
            sys.path.insert(0, sys.argv[1])
            from _forkline import channel, destinations, dialling, exchange, passage, resolving
            from _forkline.loop import Loop
            def listen(address="127.0.0.1"):
                sock = socket.create_server((address, 0))
                return sock, sock.getsockname()[1]
            def connected():
                server, port = listen()
                with server:
                    return socket.create_connection(("127.0.0.1", port)), server.accept()[0]
            class End(BaseException):
                pass
            def end(*said):
                print(*said)
                raise End()
            def run(loop):
                try:
                    loop.run()
                except End:
                    pass
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.70.0.1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "198.18.0.1",
                "203.0.113.7",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "::ffff:10.0.0.1",
                "::ffff:8.8.8.8",
                "::127.0.0.1",
                "fe80::1",
                "fe80::1%lo",
                "fec0::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2001:0:1::1",
                "2001:db8::1",
            })
    void nameMayNotLeadTo(String address) throws Exception {
        assertThat(python("print(resolving.is_public(sys.argv[2]))", address)).isEqualTo("False");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808"})
    void nameMayLeadTo(String address) throws Exception {
        assertThat(python("print(resolving.is_public(sys.argv[2]))", address)).isEqualTo("True");
    }

    @Test
    void ofWhatANameLeadsToThePublicIsTriedInOrder() throws Exception {
        var said = python("""
                def look_up(host, port, type, proto):
                    return [(0, 0, 0, "", (address, port)) for address in answers[host]]
                answers = {b"mixed": ["8.8.4.4", "127.0.0.1", "8.8.8.8", "8.8.4.4"], b"home": ["127.0.0.1", "10.0.0.1"]}
                print(resolving.addresses("mixed", 443, look_up))
                try:
                    resolving.addresses("home", 443, look_up)
                except resolving.Unreachable as unreachable:
                    print(unreachable)
                """);

        assertThat(said)
                .isEqualTo("['8.8.4.4', '8.8.8.8']\n"
                        + "leads to 127.0.0.1, 10.0.0.1, and a name may lead to public addresses only");
    }

    @Test
    void addressOfThisMachineIsKnownAsItsOwnWhateverItsNumber() throws Exception {
        assertThat(python("print(resolving._is_our_own('127.0.0.1'), resolving._is_our_own('::1'))"))
                .isEqualTo("True True");
    }

    @Test
    void eachNameHasAnAddressOfItsOwnThatNoLiteralHas() throws Exception {
        var said = python("""
                allowed = [["a.org", 443], ["127.70.0.2", 1], ["b.org", 443], ["a.org", 80], ["0:0:0:0:0:0:0:1", 5]]
                for each in destinations.plan(allowed):
                    print(each, each.inside, each.is_name)
                print(destinations.hosts(destinations.plan(allowed)))
                """);

        assertThat(said).isEqualTo("""
                a.org:443 127.70.0.1 True
                127.70.0.2:1 127.70.0.2 False
                b.org:443 127.70.0.3 True
                a.org:80 127.70.0.1 True
                [::1]:5 ::1 False
                127.0.0.1 localhost
                ::1 localhost
                127.70.0.1 a.org
                127.70.0.3 b.org""");
    }

    @Test
    void nextAddressOfANameIsTriedWhenOneRefuses() throws Exception {
        var said = python("""
                server, port = listen()
                class Resolver:
                    def resolve(self, host, port, told):
                        told(["127.0.0.2", "127.0.0.1"])
                loop = Loop()
                there = destinations.Destination("a.org", port, "127.70.0.1", True)
                dialling.Dialling(loop, Resolver(), there, lambda sock: end(sock.getpeername()[0]), end)
                run(loop)
                """);

        assertThat(said).isEqualTo("127.0.0.1");
    }

    @Test
    void nameThatLeadsNowhereFails() throws Exception {
        var said = python("""
                loop = Loop()
                there = destinations.Destination("a.forkline.invalid", 443, "127.70.0.1", True)
                dialling.Dialling(loop, resolving.Resolver(loop), there, end, end)
                run(loop)
                """);

        assertThat(said).startsWith("cannot be looked up: ");
    }

    @Test
    void connectionOnWhichNobodySaysAnythingBreaksOff() throws Exception {
        var said = python("""
                (client, inside), (outside, server) = connected(), connected()
                loop = Loop()
                exchange.Exchange(loop, inside, outside, 0.05, lambda: end("over"))
                run(loop)
                for sock in (client, server):
                    try:
                        print(sock.recv(1))
                    except ConnectionResetError:
                        print("reset")
                """);

        assertThat(said).isEqualTo("over\nreset\nreset");
    }

    @Test
    void manyConnectionsThatEndedLeaveNothingToWaitFor() throws Exception {
        var said = python("""
                loop = Loop()
                kept = loop.after(600, end)
                for _ in range(50_000):
                    loop.after(600, None).cancel()
                print(len(loop._moments) < 5_000, any(moment is kept for *_, moment in loop._moments))
                """);

        assertThat(said).isEqualTo("True True");
    }

    @Test
    void socketsThatAreNotAsAgreedAreNotUsed() throws Exception {
        var said = python("""
                server, port = listen()
                other, _ = listen()
                client, accepted = connected()
                there = [destinations.Destination("127.0.0.1", port, "127.0.0.1", False)]
                def offer(*offered):
                    ours, theirs = channel.pair()
                    loop = Loop()
                    passage.Passage(loop, None, there, ours, end)
                    channel.send(theirs, {}, offered)
                    # one turn: the message is there
                    loop.after(0, lambda: end(channel.receive(theirs)[0]))
                    run(loop)
                offer(server.fileno())
                offer(other.fileno())
                offer(accepted.fileno())
                offer(0)
                offer()
                """);

        assertThat(said.lines().toList())
                .hasSize(5)
                .startsWith("{'taken': True}")
                .filteredOn("{'failed': 'its sockets are not as agreed'}"::equals)
                .hasSize(4);
    }

    private static String python(String code, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("python3", "-B", "-c", BEGIN + code, SystemCalls.PROGRAMS.toString()));
        command.addAll(List.of(arguments));
        var python = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said.strip();
    }
}
