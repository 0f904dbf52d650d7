package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Refuses numbers that are not of {@link NumberForm}, or that a double, a float or a byte cannot hold. */
final class StrictParser extends JsonParserDelegate {

    StrictParser(JsonParser parser) {
        super(parser);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        return checked(delegate.nextToken());
    }

    @Override
    public @Nullable JsonToken nextValue() throws IOException {
        return checked(delegate.nextValue());
    }

    private @Nullable JsonToken checked(@Nullable JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
            String problem = NumberForm.problem(delegate.getText());
            if (problem != null) {
                throw new UnfitValueException(this, problem);
            }
        }
        return token;
    }

    @Override
    public byte getByteValue() throws IOException {
        int value = getIntValue(); // that of the library takes 0 to 255 as well
        if (value < Byte.MIN_VALUE || value > Byte.MAX_VALUE) {
            throw new UnfitValueException(this, "is " + value + ", out of range of byte");
        }
        return (byte) value;
    }
}
