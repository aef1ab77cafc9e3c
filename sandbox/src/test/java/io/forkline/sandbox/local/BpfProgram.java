package io.forkline.sandbox.local;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Runs a system call filter as the kernel would, for one call at a time. Instructions that a filter of ours has no use for are faults. */
final class BpfProgram {

    static final int ALLOW = 0x7FFF0000;
    static final int KILL_PROCESS = 0x80000000;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int FIRST_ARGUMENT = 16;

    private final ByteBuffer code;

    BpfProgram(String hex) {
        this.code = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int errno(int number) {
        return 0x00050000 | number;
    }

    /** What the filter returns for a call: one of our constants. */
    int decide(int architecture, int number, long... arguments) {
        var call = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        call.putInt(0, number).putInt(4, architecture);
        for (var index = 0; index < arguments.length; index++) {
            call.putLong(FIRST_ARGUMENT + Long.BYTES * index, arguments[index]);
        }
        return run(call);
    }

    private int run(ByteBuffer call) {
        var accumulator = 0;
        for (var at = 0; ; at++) {
            var operand = code.getInt(at * INSTRUCTION_BYTES + 4);
            switch (code.getShort(at * INSTRUCTION_BYTES)) {
                case 0x20 -> accumulator = call.getInt(operand);
                case 0x54 -> accumulator &= operand;
                case 0x05 -> at += operand;
                case 0x35 -> at += branch(at, Integer.compareUnsigned(accumulator, operand) >= 0);
                case 0x06 -> {
                    return operand;
                }
                default -> throw new AssertionError("no such instruction in a filter, at " + at);
            }
        }
    }

    private int branch(int at, boolean taken) {
        return Byte.toUnsignedInt(code.get(at * INSTRUCTION_BYTES + (taken ? 2 : 3)));
    }
}
