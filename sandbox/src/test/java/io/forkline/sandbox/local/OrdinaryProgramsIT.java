package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forkline.sandbox.BuildListener;
import io.forkline.sandbox.Command;
import io.forkline.sandbox.CommandResult;
import io.forkline.sandbox.ForkOptions;
import io.forkline.sandbox.ForklineHome;
import io.forkline.sandbox.Sandbox;
import io.forkline.sandbox.SandboxLimits;
import io.forkline.sandbox.Snapshot;
import io.forkline.sandbox.contract.Specs;
import io.forkline.sandbox.contract.TestDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What runs outside runs inside as well. Programs that this machine lacks are skipped by name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrdinaryProgramsIT {

    private static final long MIB = 1024 * 1024;

    private TestDirectory directory;
    private LocalProvider provider;
    private Snapshot snapshot;
    private Sandbox sandbox;

    @BeforeAll
    void prepare() throws Exception {
        directory = TestDirectory.create();
        provider = LocalProvider.open(ForklineHome.at(directory.resolve("home")));
        var spec = Specs.in(directory.resolve("environment"))
                .limits(new SandboxLimits(1.0, 2048 * MIB, 128, 64 * MIB))
                .spec();
        snapshot = provider.prepare(spec, BuildListener.SILENT);
    }

    @AfterAll
    void close() throws Exception {
        provider.close();
        directory.close();
    }

    @BeforeEach
    void fork() throws Exception {
        sandbox = provider.fork(snapshot, ForkOptions.of(snapshot));
    }

    @AfterEach
    void closeFork() {
        sandbox.close();
    }

    @Test
    void threadsProcessesAndPoolsOfPython() throws Exception {
        var program = """
                import asyncio, concurrent.futures, multiprocessing, os, subprocess, threading
                def double(number):
                    return 2 * number
                if __name__ == "__main__":
                    seen = []
                    threads = [threading.Thread(target=seen.append, args=(number,)) for number in range(8)]
                    [thread.start() for thread in threads], [thread.join() for thread in threads]
                    print(sorted(seen))
                    print(subprocess.run(["cat"], input=b"piped", stdout=subprocess.PIPE).stdout)
                    for start in ("fork", "spawn", "forkserver"):
                        with multiprocessing.get_context(start).Pool(2) as pool:
                            print(pool.map(double, range(4)))
                    with concurrent.futures.ProcessPoolExecutor(2) as pool:
                        print(list(pool.map(double, range(4))))
                    async def echo():
                        process = await asyncio.create_subprocess_exec("echo", "awaited", stdout=subprocess.PIPE)
                        return await process.communicate()
                    print(asyncio.run(echo())[0])
                    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 3"], {})
                    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                """;
        sandbox.writeFile("/tmp/program.py", program.getBytes(StandardCharsets.UTF_8));
        var expected = "[0, 1, 2, 3, 4, 5, 6, 7]\nb'piped'\n" + "[0, 2, 4, 6]\n".repeat(4) + "b'awaited\\n'\n3\n";

        assertSays(expected, "python3", "/tmp/program.py");
        assertSays(expected, "sh", "-c", "python3 /tmp/program.py");
    }

    @Test
    void databasesAndLibrariesOfPython() throws Exception {
        assertSays("[(42,)]\nTrue\nTrue\n3\n", "python3", "-c", """
                import mmap, os, sqlite3, ssl, tempfile
                with sqlite3.connect("/tmp/data.db") as data:
                    data.execute("pragma journal_mode = wal")
                    data.execute("create table numbers (number)")
                    data.execute("insert into numbers values (42)")
                    print(data.execute("select * from numbers").fetchall())
                print(isinstance(ssl.create_default_context(), ssl.SSLContext))
                with tempfile.TemporaryFile() as file:
                    file.truncate(4096)
                    print(len(mmap.mmap(file.fileno(), 4096)) == 4096)
                os.mkfifo("/tmp/fifo")
                os.setxattr("/tmp/data.db", "user.mark", b"3")
                print(os.getxattr("/tmp/data.db", "user.mark").decode())
                """);
    }

    @Test
    void socketsNamesAndInterfacesOfTheForksOwnNetwork() throws Exception {
        assertSays("answer\n['lo']\n127.0.0.1\nunix\n", "python3", "-c", """
                import socket, threading
                with socket.create_server(("127.0.0.1", 0)) as server:
                    def answer():
                        server.accept()[0].sendall(b"answer")
                    threading.Thread(target=answer).start()
                    with socket.create_connection(server.getsockname()) as client:
                        print(client.recv(100).decode())
                print([name for _, name in socket.if_nameindex()])
                print(socket.getaddrinfo("localhost", 80, socket.AF_INET, socket.SOCK_STREAM)[0][4][0])
                one, other = socket.socketpair()
                one.sendall(b"unix")
                print(other.recv(10).decode())
                """);
    }

    @Test
    void shellPipelinesAndJobs() throws Exception {
        assertSays("a\nb\n2\ndone\n", "sh", "-c", """
                printf 'b\\na\\n' | sort | tee /tmp/sorted && wc -l < /tmp/sorted
                (sleep 0.01; exit 0) & wait $! && echo done
                """);
    }

    @Test
    void archivesAndTheirCompression() throws Exception {
        needs("/usr/bin/tar", "/usr/bin/gzip");

        assertSays("kept\n", "sh", "-c", """
                set -e; cd /tmp; mkdir -p in/deep out; echo kept > in/deep/file; ln -s file in/deep/link
                tar -czf in.tar.gz in; tar -xzf in.tar.gz -C out; cat out/in/deep/link
                """);
    }

    @Test
    void repositories() throws Exception {
        needs("/usr/bin/git");

        assertSays("first\nfile\n", "sh", "-c", """
                set -e; cd /tmp; git init -q one; cd one; echo content > file; git add file
                git -c user.name=a -c user.email=a@b commit -q -m first; git gc -q; git clone -q /tmp/one /tmp/two
                cd /tmp/two; git log --format=%s; git ls-files
                """);
    }

    @Test
    void compilers() throws Exception {
        needs("/usr/bin/gcc");

        assertSays("compiled\n", "sh", "-c", """
                set -e; cd /tmp
                printf '#include <stdio.h>\\nint main(void) { puts("compiled"); return 0; }\\n' > main.c
                gcc -pthread -O2 -o main main.c; ./main
                """);
    }

    @Test
    void nodeWithFilesChildrenAndInterfaces() throws Exception {
        needs("/usr/bin/node");

        assertSays("child\nread\nlo\n", "node", "-e", """
                const fs = require('fs'), os = require('os');
                console.log(require('child_process').execSync('echo child').toString().trim());
                fs.promises.writeFile('/tmp/file', 'read').then(() => fs.promises.readFile('/tmp/file', 'utf8')).then(read => {
                    console.log(read);
                    console.log(Object.keys(os.networkInterfaces()).join());
                });
                """);
    }

    @Test
    void virtualMachineOfJava() throws Exception {
        needs("/usr/bin/java");

        assertSays("", "sh", "-c", "java -Xmx64m -XX:TieredStopAtLevel=1 -version 2> /tmp/said || cat /tmp/said");
    }

    private static void needs(String... programs) {
        for (var program : programs) {
            assumeTrue(Files.isExecutable(Path.of(program)), "needs " + program);
        }
    }

    private void assertSays(String expected, String... command) throws Exception {
        var result = sandbox.run(Command.of(List.of(command), Map.of(), Duration.ofSeconds(60)));

        assertThat(result.output().stdout()).as(result.output().stderr()).isEqualTo(expected);
        assertThat(result)
                .isInstanceOfSatisfying(
                        CommandResult.Exited.class,
                        exited -> assertThat(exited.exitCode()).isZero());
    }
}
