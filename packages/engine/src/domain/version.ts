/** The version of Imantics; its packages are released together under one number. */
export const VERSION = "0.1.0";
