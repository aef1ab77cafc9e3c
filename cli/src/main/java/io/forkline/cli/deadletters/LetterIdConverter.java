package io.forkline.cli.deadletters;

import io.forkline.cli.CommandException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The id of a dead letter as {@code list} shows it. */
final class LetterIdConverter implements ITypeConverter<LetterId> {

    @Override
    public LetterId convert(String value) {
        return LetterId.parse(value).orElseThrow(() -> new TypeConversionException(mistake(value)));
    }

    /**
     * One of many, of which picocli would only say that it is not expected.
     *
     * @throws CommandException when this is none
     */
    static LetterId parse(String value) {
        return LetterId.parse(value).orElseThrow(() -> CommandException.usage(mistake(value)));
    }

    private static String mistake(String value) {
        return "'" + value
                + "' is not the id of a dead letter; give partition-offset as list shows it, for example 0-17";
    }
}
