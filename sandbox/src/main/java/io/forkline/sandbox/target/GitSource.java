package io.forkline.sandbox.target;

import io.forkline.sandbox.SandboxException;
import io.forkline.sandbox.tree.Budget;
import io.forkline.sandbox.tree.InvalidTreeNameException;
import io.forkline.sandbox.tree.LinkTarget;
import io.forkline.sandbox.tree.TreeBuilder;
import io.forkline.sandbox.tree.TreeName;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.stream.Stream;

/**
 * Takes a commit out of a repository. The files are read from git's objects, byte for byte as they were committed, and never checked
 * out: so no attribute, filter, line-end rule or link has a say in where they land or what is in them. Submodules are left out.
 */
final class GitSource {

    private static final String LINK = "120000";
    private static final String EXECUTABLE = "100755";

    private final GitProgram git;
    private final Path directory;
    private final TargetLimits limits;
    private final String target;

    /** @param directory an empty directory to work in */
    GitSource(Path directory, TargetLimits limits, Duration timeout, String target) {
        // What is more than the files themselves: the headers of a pack and of a listing.
        long maxFileBytes = limits.maxBytes() + 1024L * limits.maxEntries();
        this.directory = directory;
        this.git = new GitProgram(directory, timeout, maxFileBytes, target);
        this.limits = limits;
        this.target = target;
    }

    /** The commit that a branch or a tag is now; of no ref, the default branch. */
    String resolve(TargetSource.Git source) throws SandboxException, InterruptedException {
        String ref = source.ref().orElse("HEAD");
        if (Pins.isCommit(ref)) {
            return ref;
        }
        Map<String, String> commits = new HashMap<>();
        for (String line : lines(git.run("ls-remote", "--quiet", "--", source.url(), ref, ref + "^{}"))) {
            String[] columns = line.split("\t");
            commits.put(columns[1], columns[0]);
        }
        // An annotated tag is an object of its own; ^{} is the commit it stands for.
        return Stream.of("refs/heads/" + ref, "refs/tags/" + ref + "^{}", "refs/tags/" + ref, ref)
                .filter(commits::containsKey)
                .map(commits::get)
                .findFirst()
                .orElseThrow(() -> SandboxException.permanent(
                        target + " has no branch or tag \"" + ref + "\"; a commit must be given with all its 40 digits",
                        null));
    }

    /** Writes the files of a commit. */
    void copy(String url, String commit, TreeBuilder tree) throws SandboxException, InterruptedException {
        git.run("init", "--quiet", "--bare", "--template=", ".");
        fetch(url, commit);
        List<Entry> entries = entries(git.run("ls-tree", "-r", "-z", "-l", "--full-tree", commit));
        Path objects = directory.resolve("objects.txt");
        try {
            Files.write(objects, entries.stream().map(Entry::object).toList(), StandardCharsets.US_ASCII);
            write(entries, git.run(objects, "cat-file", "--batch"), tree);
        } catch (IOException e) {
            throw SandboxException.retryable(target + " cannot be unpacked: " + e, e);
        }
    }

    private void fetch(String url, String commit) throws SandboxException, InterruptedException {
        try {
            git.run("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--depth=1", "--", url, commit);
        } catch (SandboxException e) {
            if (e.isRetryable() || !String.valueOf(e.getMessage()).contains("unadvertised object")) {
                throw e;
            }
            // An old server gives out only what its branches and tags point at.
            git.run("fetch", "--quiet", "--no-recurse-submodules", "--", url, "+refs/*:refs/*");
        }
    }

    private record Entry(String mode, String object, long size, TreeName name) {}

    /** What is in the commit. Counted here already, so that git does not write out what is over a limit. */
    private List<Entry> entries(Path listing) throws SandboxException {
        Budget budget = new Budget(limits.ofTree(), target);
        List<Entry> entries = new ArrayList<>();
        // Latin-1 keeps the bytes of the names as they are.
        try (Scanner lines = new Scanner(listing, StandardCharsets.ISO_8859_1).useDelimiter("\0")) {
            while (lines.hasNext()) {
                String line = lines.next();
                if (line.contains(" blob ")) {
                    Entry entry = entry(line);
                    budget.entry(entry.name());
                    budget.bytes(entry.name(), entry.size(), entry.size());
                    entries.add(entry);
                }
            }
        } catch (InvalidTreeNameException e) {
            throw SandboxException.permanent(target + " is refused: " + e.getMessage(), e);
        } catch (IOException e) {
            throw SandboxException.retryable(target + " cannot be read: " + e, e);
        }
        return entries;
    }

    /** {@code 100644 blob <object> <size>TAB<path>}. */
    private static Entry entry(String line) throws InvalidTreeNameException {
        int tab = line.indexOf('\t');
        String[] columns = line.substring(0, tab).split(" +");
        TreeName name = TreeName.of(line.substring(tab + 1).getBytes(StandardCharsets.ISO_8859_1));
        return new Entry(columns[0], columns[2], Long.parseLong(columns[3]), name);
    }

    /** Each object comes as a line {@code <object> blob <size>}, its bytes, and a line feed. */
    private static void write(List<Entry> entries, Path batch, TreeBuilder tree) throws IOException, SandboxException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(batch))) {
            for (Entry entry : entries) {
                skipLine(in);
                Content content = new Content(in, entry.size());
                if (entry.mode().equals(LINK)) {
                    tree.link(entry.name(), LinkTarget.of(content.readAllBytes()));
                } else {
                    tree.file(entry.name(), entry.mode().equals(EXECUTABLE), content);
                }
                skipLine(in);
            }
        }
    }

    private static void skipLine(InputStream in) throws IOException {
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("git cat-file ended early");
            }
            next = in.read();
        }
    }

    private static List<String> lines(Path file) throws SandboxException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw SandboxException.retryable("what git wrote cannot be read: " + e, e);
        }
    }

    /** The bytes of one object, and no more. */
    private static final class Content extends FilterInputStream {

        private long left;

        Content(InputStream in, long size) {
            super(in);
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("git cat-file ended early");
            }
            left -= read;
            return read;
        }
    }
}
