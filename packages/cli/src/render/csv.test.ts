import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test("quotes stand only where they must, and are doubled inside", () => {
  expect(csvLine(["a", 'b "c"', "d,e", "f\ng", null, true, 1.5])).toBe(
    'a,"b ""c""","d,e","f\ng",,true,1.5\r\n',
  );
});

test("text that a spreadsheet would run is marked as text; numbers below zero are numbers", () => {
  expect(csvLine(["=HYPERLINK(1)", "+1", "-2", "@SUM", "\tx", -16.37, "a=b"])).toBe(
    "'=HYPERLINK(1),'+1,'-2,'@SUM,'\tx,-16.37,a=b\r\n",
  );
});
