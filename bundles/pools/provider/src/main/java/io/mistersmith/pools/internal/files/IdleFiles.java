package io.mistersmith.pools.internal.files;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open files that nobody has, in the order in which they came back. Not thread-safe.
 *
 * <p>A list linked by numbers: each file keeps its place here until it is closed, and its neighbours are the numbers of theirs.
 * References between files instead would make the collector note five changes of old objects for each lease, a quarter of what a
 * lease costs.
 */
final class IdleFiles {

    private static final int NONE = -1;

    private @Nullable OpenFile[] files = new OpenFile[16]; // by place
    private int[] older = new int[16];
    private int[] younger = new int[16]; // of a free place: the next free one
    private int free = NONE;
    private int places;
    private int eldest = NONE;
    private int youngest = NONE;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    OpenFile eldest() {
        return at(eldest);
    }

    /** The one that came back next after this one. */
    @Nullable
    OpenFile younger(OpenFile file) {
        return at(younger[file.place]);
    }

    /** The youngest from now on. */
    void add(OpenFile file, long now) {
        int place = file.place < 0 ? placeFor(file) : file.place;
        file.idle = true;
        file.idleSince = now;
        older[place] = youngest;
        younger[place] = NONE;
        if (youngest == NONE) {
            eldest = place;
        } else {
            younger[youngest] = place;
        }
        youngest = place;
        size++;
    }

    /** Somebody has it now. */
    void remove(OpenFile file) {
        int before = older[file.place];
        int after = younger[file.place];
        if (before == NONE) {
            eldest = after;
        } else {
            younger[before] = after;
        }
        if (after == NONE) {
            youngest = before;
        } else {
            older[after] = before;
        }
        file.idle = false;
        size--;
    }

    /** It does not come back. */
    void forget(OpenFile file) {
        if (file.place >= 0) {
            files[file.place] = null;
            younger[file.place] = free;
            free = file.place;
            file.place = NONE;
        }
    }

    private int placeFor(OpenFile file) {
        int place = free;
        if (place == NONE) {
            place = places++;
            if (place == files.length) {
                files = Arrays.copyOf(files, 2 * place);
                older = Arrays.copyOf(older, 2 * place);
                younger = Arrays.copyOf(younger, 2 * place);
            }
        } else {
            free = younger[place];
        }
        files[place] = file;
        file.place = place;
        return place;
    }

    private @Nullable OpenFile at(int place) {
        return place == NONE ? null : files[place];
    }
}
