package io.mistersmith.configuration.internal.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Edits a file as fast as it can until it is killed: each edit sets the three counters in one. */
final class EditingProcess {

    static final String COMMENT = "# a comment that stays\n";

    /** So long that writing it takes a while. */
    static final String PADDING = "x".repeat(200_000);

    private EditingProcess() {}

    public static void main(String[] args) throws Exception {
        CfgEditor editor = new CfgEditor();
        Path file = Path.of(args[0]);
        for (int n = Integer.parseInt(args[1]); ; n++) {
            String number = String.valueOf(n);
            boolean unused = editor.edit(
                    file, before -> CfgText.of(before == null ? new byte[0] : before, StandardCharsets.UTF_8)
                            .with("first", number)
                            .with("padding", number + PADDING)
                            .with("last", number)
                            .bytes());
        }
    }
}
