package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Refuses what JSON in UTF-8 cannot carry, where it is written, so that the error names the field. */
final class StrictGenerator extends JsonGeneratorDelegate {

    private final int maxName;

    StrictGenerator(JsonGenerator generator, int maxName) {
        super(generator);
        this.maxName = maxName;
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        checkName(name);
        super.writeFieldName(name);
    }

    @Override
    public void writeFieldName(SerializableString name) throws IOException {
        checkName(name.getValue());
        super.writeFieldName(name);
    }

    private void checkName(String name) throws IOException {
        refuse(textProblem(name), "a name ");
        if (name.length() > maxName) {
            throw new UnfitValueException(this, "a name has " + name.length() + " characters, allowed are " + maxName);
        }
    }

    @Override
    public void writeString(@Nullable String text) throws IOException {
        refuse(text == null ? null : textProblem(text), "");
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        writeString(new String(text, offset, length));
    }

    @Override
    public void writeString(SerializableString text) throws IOException {
        refuse(textProblem(text.getValue()), "");
        super.writeString(text);
    }

    @Override
    public void writeNumber(double number) throws IOException {
        refuse(Double.isFinite(number) ? null : "is " + number + ", which is no number in JSON", "");
        super.writeNumber(number);
    }

    @Override
    public void writeArray(double[] numbers, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            refuse(Double.isFinite(numbers[i]) ? null : "is " + numbers[i] + ", which is no number in JSON", "");
        }
        super.writeArray(numbers, offset, length);
    }

    @Override
    public void writeNumber(float number) throws IOException {
        refuse(Float.isFinite(number) ? null : "is " + number + ", which is no number in JSON", "");
        super.writeNumber(number);
    }

    @Override
    public void writeNumber(@Nullable BigDecimal number) throws IOException {
        refuse(number == null ? null : NumberForm.problem(number), "");
        super.writeNumber(number);
    }

    @Override
    public void writeNumber(@Nullable BigInteger number) throws IOException {
        refuse(number == null ? null : NumberForm.problem(number), "");
        super.writeNumber(number);
    }

    private static @Nullable String textProblem(String text) {
        int half = JsonErrors.halfSurrogate(text);
        return half < 0 ? null : "holds half of a surrogate pair, which is no character, at character " + (half + 1);
    }

    private void refuse(@Nullable String problem, String what) throws IOException {
        if (problem != null) {
            throw new UnfitValueException(this, what + problem);
        }
    }
}
