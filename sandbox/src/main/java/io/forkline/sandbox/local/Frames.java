package io.forkline.sandbox.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** How this process and the supervisor talk: two lengths of four bytes, a JSON object, raw bytes. */
final class Frames {

    static final ObjectMapper JSON = new ObjectMapper();

    private Frames() {}

    static void write(DataOutputStream out, ObjectNode message, byte[] payload) throws IOException {
        var head = JSON.writeValueAsBytes(message);
        out.writeInt(head.length);
        out.writeInt(payload.length);
        out.write(head);
        out.write(payload);
        out.flush();
    }

    /** @throws java.io.EOFException when the supervisor has ended */
    static Reply read(DataInputStream in) throws IOException {
        var head = new byte[in.readInt()];
        var payload = new byte[in.readInt()];
        in.readFully(head);
        in.readFully(payload);
        return new Reply(JSON.readTree(head), payload);
    }
}
