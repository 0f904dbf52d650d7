package io.mistersmith.event.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.mistersmith.event.PayloadException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what Jackson throws into one line that names the field, in words of payloads and not of Jackson. */
final class JsonErrors {

    /** How Jackson writes a place within a message, with words on its own settings. */
    private static final Pattern PLACE = Pattern.compile("\\[Source: [^\\]]*line: (\\d+), column: (\\d+)\\]");
    /** Names that Jackson gives its own settings and tokens. */
    private static final Pattern SETTING = Pattern.compile(
            ",? ?(: enable|from|as per|token)? ?`[^`]*(Feature|Constraints|JsonToken|Config)[^`]*`( to allow)?");

    private static final int SHOWN = 40;
    private static final int MAX_PATH = 200;
    private static final int MAX_NESTING = 10;

    private JsonErrors() {}

    static PayloadException payload(Class<?> type, JsonProcessingException e) {
        String path = path(e);
        if (path.isEmpty() && e instanceof InvalidDefinitionException undefined && undefined.getType() != null) {
            // found before a value was read, so the library names no field
            path = field(type, undefined.getType().getRawClass(), MAX_NESTING);
        }
        return new PayloadException(type.getName(), path, reason(e), foreign(e));
    }

    /** The first component of a record, or of those within it, whose type names this class; empty when none does. */
    private static String field(Class<?> record, Class<?> named, int depth) {
        if (!record.isRecord() || depth == 0) {
            return "";
        }
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getGenericType().getTypeName().contains(named.getName())) {
                return component.getName();
            }
            String deeper = field(component.getType(), named, depth - 1);
            if (!deeper.isEmpty()) {
                return component.getName() + "." + deeper;
            }
        }
        return "";
    }

    /** Returns the fault on one line; for a fault of syntax, with its place in the text. */
    static String reason(JsonProcessingException e) {
        Throwable foreign = foreign(e);
        String reason;
        if (e instanceof UnfitValueException) {
            reason = original(e);
        } else if (e instanceof ValueInstantiationException made && foreign != null) {
            reason = "the constructor of " + name(made.getType().getRawClass()) + " threw " + foreign;
        } else if (foreign != null) {
            reason = "its accessor threw " + foreign;
        } else if (e instanceof InvalidTypeIdException unknown) {
            reason = typeId(unknown);
        } else if (e instanceof InvalidFormatException format) {
            reason = show(String.valueOf(format.getValue())) + " is not " + expected(format.getTargetType());
        } else if (e instanceof InvalidDefinitionException undefined) {
            reason = undefined(undefined);
        } else if (e instanceof MismatchedInputException mismatch) {
            reason = mismatch(mismatch);
        } else if (e instanceof StreamConstraintsException) {
            reason = cleaned(original(e));
        } else {
            reason = syntax(e);
        }
        return reason.replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }

    private static String syntax(JsonProcessingException e) {
        String line = cleaned(original(e));
        JsonLocation location = e.getLocation();
        return location == null || location.getColumnNr() < 1 || e instanceof JsonMappingException
                ? line
                : line + " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** Returns what the payload's own code threw; null if the fault lies elsewhere. */
    private static @Nullable Throwable foreign(JsonProcessingException e) {
        Throwable cause = e.getCause();
        boolean own = cause != null
                && e instanceof JsonMappingException
                && !(e instanceof InvalidFormatException)
                && !(cause instanceof IOException);
        return own ? cause : null;
    }

    private static String typeId(InvalidTypeIdException e) {
        String base = name(e.getBaseType().getRawClass());
        return e.getTypeId() == null
                ? "has no " + SealedTypes.PROPERTY + ", which says which " + base + " it is"
                : "has the " + SealedTypes.PROPERTY + " " + show(e.getTypeId()) + ", which no " + base + " has";
    }

    private static String undefined(InvalidDefinitionException e) {
        if (original(e).contains("self-reference")) {
            return "contains itself";
        }
        String type =
                e.getType() == null ? "its type" : "type " + name(e.getType().getRawClass());
        return e.getProcessor() instanceof JsonParser
                ? type + " cannot be read from JSON" + (original(e).contains("Key") ? ", as the key of a map" : "")
                : type + " cannot be written as JSON";
    }

    private static String mismatch(MismatchedInputException e) {
        String message = original(e);
        if (message.startsWith("No content")) {
            return "is empty";
        }
        if (message.startsWith("Trailing token")) {
            return "goes on after the JSON value";
        }
        String type = e.getTargetType() == null ? "something else" : expected(e.getTargetType());
        return e.getProcessor() instanceof JsonParser parser
                ? "is " + found(parser) + ", not " + type
                : "is not " + type;
    }

    private static String found(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "nothing";
        }
        return switch (token) {
            case VALUE_STRING -> "the text " + text(parser);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                "the number " + text(parser).replace("\"", "");
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case START_ARRAY, END_ARRAY -> "an array";
            default -> "an object";
        };
    }

    private static String text(JsonParser parser) {
        try {
            return show(parser.getText());
        } catch (IOException e) {
            return "\"\"";
        }
    }

    private static String expected(Class<?> type) {
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name())
                        .collect(Collectors.joining(", ", "one of ", ""))
                : "of type " + name(type);
    }

    private static String name(Class<?> type) {
        return type.getName().startsWith("java.") && !type.getName().equals("java.lang.Object")
                ? type.getSimpleName()
                : type.getTypeName();
    }

    private static String show(String text) {
        return '"' + (text.length() > SHOWN ? text.substring(0, SHOWN) + "\u2026" : text) + '"';
    }

    private static String original(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        return message == null ? "is malformed" : message;
    }

    private static String cleaned(String message) {
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return SETTING.matcher(PLACE.matcher(line).replaceAll("line $1, column $2"))
                .replaceAll("");
    }

    /** The field that it is about; when an error of syntax was found, the field that was being read. */
    static String path(JsonProcessingException e) {
        StringBuilder path = new StringBuilder();
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                append(path, step.getFieldName(), step.getIndex());
            }
        }
        if (e instanceof UnfitValueException && e.getProcessor() instanceof JsonParser parser) {
            // It was found when the value was read, which may be before the one who names the field took it.
            String read = path(parser.getParsingContext());
            if (read.length() > path.length()) {
                return limited(read);
            }
        }
        return limited(path.toString());
    }

    private static String path(JsonStreamContext innermost) {
        Deque<JsonStreamContext> steps = new ArrayDeque<>();
        for (JsonStreamContext step = innermost; step != null && !step.inRoot(); step = step.getParent()) {
            steps.push(step);
        }
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext step : steps) {
            append(path, step.inObject() ? step.getCurrentName() : null, step.getCurrentIndex());
        }
        return path.toString();
    }

    private static void append(StringBuilder path, @Nullable String field, int index) {
        if (field == null) {
            path.append('[').append(index).append(']');
        } else {
            path.append(path.isEmpty() ? "" : ".").append(field);
        }
    }

    private static String limited(String path) {
        return path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "\u2026";
    }

    /** Where a text holds a char that is only half of a surrogate pair, which UTF-8 cannot write; -1 when nowhere. */
    static int halfSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** The text just before a place, for messages. */
    static String near(String text, int at) {
        return '"' + text.substring(Math.max(0, at - 20), at) + '"';
    }
}
