package io.forkline.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The sockets of an environment's first process are its own, whatever numbers they had in the supervisor. */
class KeptDescriptorsTest {

    /** Every order of four that overlaps with where they go to, each tried in a child. Prints what is not as it should be. */
    private static final String TRY = """
            import itertools, os, sys
            sys.path.insert(0, sys.argv[1])
            from _forkline import keepers

            def place(numbers):
                for name, number in zip("abcd", numbers):
                    file = os.memfd_create(name)
                    os.write(file, name.encode())
                    os.dup2(file, number)
                    os.close(file)

            def is_right():
                kept = [os.pread(number, 9, 0).decode() for number in range(100, 104)]
                # 3 is what lists them
                opened = sorted(set(map(int, os.listdir("/proc/self/fd"))) - {0, 1, 2, 3})
                return kept == list("abcd") and opened == [100, 101, 102, 103]

            tried = 0
            for numbers in itertools.permutations((50, 100, 101, 102, 103, 104), 4):
                tried += 1
                if os.fork() == 0:
                    place(numbers)
                    keepers.keep_only(numbers, 100)
                    os._exit(0 if is_right() else 1)
                if os.wait()[1] != 0:
                    print("wrong:", numbers)
            print("tried", tried)
            """;

    @Test
    void descriptorsAreKeptInTheirOrderWhateverNumbersTheyHad() throws Exception {
        var python = new ProcessBuilder("python3", "-B", "-c", TRY, SystemCalls.PROGRAMS.toString())
                .redirectErrorStream(true)
                .start();

        var said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEqualTo("tried 360\n");
    }
}
