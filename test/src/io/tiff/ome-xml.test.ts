import { describe, expect, it } from "vitest";
import { omeMetadata } from "../../../../src/io/tiff/ome-xml.js";
import { refusal } from "../../../support/refusal.js";

/** A stack of OME with these attributes of Pixels. */
function stack(attributes: string, inner = "", pages = 12) {
  return omeMetadata(`<OME xmlns="x"><Image><Pixels ${attributes}>${inner}</Pixels></Image></OME>`, pages, "a.tif");
}

/** The page of each plane, by z, then c, then t. */
function pagesOf(attributes: string, inner = ""): number[] {
  const found = stack(attributes, inner);
  if (found === null) throw new Error("It is no OME-XML.");
  const { z, c, t } = found.sizes;
  const pages: number[] = [];
  for (let k = 0; k < t; k++) for (let j = 0; j < c; j++) for (let i = 0; i < z; i++) pages.push(found.pageOf(i, j, k));
  return pages;
}

const SIZES = 'SizeZ="2" SizeC="3" SizeT="2"';

describe("OME-XML", () => {
  it("is told by its first element", () => {
    expect(omeMetadata("ImageJ=1.53", 3, "a")).toBeNull();
    expect(omeMetadata("<OMERO>", 3, "a")).toBeNull();
    expect(omeMetadata("<OME>", 3, "a")).toMatchObject({ sizes: { z: 3, c: 1, t: 1 }, spacing: [], notes: [] });
  });

  // Strides of z, c and t: the first of the order runs fastest.
  it.each([
    ["XYZCT", [1, 2, 6]],
    ["XYZTC", [1, 4, 2]],
    ["XYCZT", [3, 1, 6]],
    ["XYCTZ", [6, 1, 3]],
    ["XYTZC", [2, 4, 1]],
    ["XYTCZ", [6, 2, 1]],
  ])("has its planes in the order %s", (order, [ofZ, ofC, ofT]) => {
    const expected = [0, 1].flatMap((t) => [0, 1, 2].flatMap((c) => [0, 1].map((z) => z * ofZ + c * ofC + t * ofT)));
    expect(pagesOf(`${SIZES} DimensionOrder="${order}"`)).toEqual(expected);
    expect(new Set(expected).size).toBe(12);
  });

  it("has the order XYZCT and lengths of 1 if it says nothing", () => {
    expect(pagesOf(SIZES)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(stack('SizeZ="12"')?.sizes).toEqual({ z: 12, c: 1, t: 1 });
    expect(stack("")?.sizes).toEqual({ z: 1, c: 1, t: 1 });
  });

  it("is refused with another order", async () => {
    for (const order of ["XYZZT", "YXZCT", "XYZC"]) {
      const message = `a.tif: DimensionOrder is "${order}", expected XYZCT or the like.`;
      const error = await refusal(() => stack(`${SIZES} DimensionOrder="${order}"`), "INVALID_FILE", message);
      expect(error.details).toEqual({ source: "a.tif" });
    }
  });

  it("may say where planes are: from a page on, one or as many as it counts", () => {
    const one = '<TiffData FirstZ="1" FirstC="2" FirstT="1" IFD="20"/>';
    expect(pagesOf(SIZES, one)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20]);
    const three = '<TiffData FirstC="1" IFD="30" PlaneCount="3"></TiffData>';
    expect(pagesOf(SIZES, three)).toEqual([0, 1, 30, 31, 32, 5, 6, 7, 8, 9, 10, 11]);
    const beyond = '<TiffData FirstT="1" FirstC="2" IFD="40" PlaneCount="9"/>';
    expect(pagesOf(SIZES, beyond)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 40, 41]);
    expect(pagesOf(SIZES, '<TiffData PlaneCount="12"/>')).toEqual(pagesOf(SIZES));
  });

  it.each([
    ["", 1e-3],
    ["µm", 1e-3],
    ["μm", 1e-3],
    ["&#181;m", 1e-3],
    ["&#xB5;m", 1e-3],
    ["um", 1e-3],
    ["nm", 1e-6],
    ["mm", 1],
    ["cm", 10],
    ["m", 1000],
  ])("has its voxels' sizes in mm, of the unit %j", (unit, millimetres) => {
    const sizes = ["X", "Y", "Z"].map((axis, i) => {
      const said = unit === "" ? "" : ` PhysicalSize${axis}Unit="${unit}"`;
      return `PhysicalSize${axis}="${i + 2}"${said}`;
    });
    expect(stack(sizes.join(" "))?.spacing).toEqual([2, 3, 4].map((size) => size * millimetres));
  });

  it("has no size where there is none above 0, or of another unit", () => {
    expect(stack('PhysicalSizeX="0" PhysicalSizeY="2" PhysicalSizeYUnit="pixel"')?.spacing).toEqual([null, null, null]);
  });

  it("notes further images, and files of which it is one", () => {
    const two = omeMetadata('<OME><Pixels SizeZ="2"></Pixels><Pixels SizeZ="5"></Pixels></OME>', 7, "a.tif");
    expect(two).toMatchObject({ sizes: { z: 2 }, notes: ["a.tif holds 2 images: the first is read."] });
    const uuid = (name: string) => `<TiffData><UUID FileName="${name}">x</UUID></TiffData>`;
    const parts = stack(`${SIZES} PhysicalSizeX="1"`, uuid("a.tif") + uuid("b.tif"), 4);
    expect(parts).toMatchObject({ sizes: { z: 4, c: 1, t: 1 }, spacing: [1e-3, null, null] });
    expect(parts?.notes).toEqual(["a.tif is one of 2 files of an image: only this one is read."]);
    expect(stack(SIZES, uuid("a.tif") + uuid("a.tif"))?.notes).toEqual([]);
    const companion = omeMetadata('<OME><BinaryOnly UUID="x" MetadataFile="all.ome"/></OME>', 3, "a.tif");
    expect(companion?.notes).toEqual(["a.tif is one file of several, described by all.ome: only this one is read."]);
  });
});
