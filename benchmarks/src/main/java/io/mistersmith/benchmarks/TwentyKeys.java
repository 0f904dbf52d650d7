package io.mistersmith.benchmarks;

/** Twenty keys of the usual types, as a component would take them. */
@interface TwentyKeys {

    int key0() default 0;

    int key1() default 0;

    int key2() default 0;

    int key3() default 0;

    int key4() default 0;

    long key5() default 0;

    long key6() default 0;

    long key7() default 0;

    long key8() default 0;

    long key9() default 0;

    String key10() default "";

    String key11() default "";

    String key12() default "";

    String key13() default "";

    String key14() default "";

    boolean key15() default false;

    boolean key16() default false;

    double key17() default 0;

    double key18() default 0;

    String[] key19() default {};
}
