/**
 * NiiVue's shaders as the page has them: they look shades and colours up where they draw. NiiVue itself paints all voxels into two
 * textures of colours, and paints them anew for every change of a colour or of the greys, while the page waits.
 */

/** Declared by every shader that draws volumes; the textures are those that NiiVue paints. */
const DECLARATION = "uniform highp sampler3D volume, overlay;";
/** Declared by those of them that send rays through the volume. */
const OF_RAYS = "uniform vec3 rayDir;";
/** Outlines that NiiVue would draw itself, by two dozen looks at the texture. */
const OUTLINES = "uniform float overlayOutlineWidth;";
/** Where a ray looks for the first voxel with a colour: there, a colour itself need not be known. */
const FIRST_COLOUR = "float val = texture(overlay, samplePos.xyz).a;";
const FIRST_CODE = "float val = float(texelFetch(caseLabels, voxelAt(samplePos.xyz), 0).xy != uvec2(0u));";
/** Where a ray through the backdrop may end before it begins. */
const IS_CLIPPED = "if ((!isClipCutaway) &&";
const IS_NEEDLESS = "if (!hasBackdrop || (!isClipCutaway) &&";
const NO_OUTLINES = "const float overlayOutlineWidth = 0.0;";

/** Names of the textures in the shaders. */
export const SAMPLERS = {
  backdrop: "caseBackdrop",
  labels: "caseLabels",
  reference: "referenceColours",
  prediction: "predictionColours",
} as const;

const UNIFORMS = `
precision highp int;
uniform highp sampler3D caseBackdrop; // shades; 0 is outside of the anatomy
uniform bool hasBackdrop;
uniform vec2 greyWindow; // the shades that are black and white
uniform highp usampler3D caseLabels; // the codes of both sides
uniform highp sampler2D referenceColours, predictionColours; // row after row by code
uniform mat4 caseToPlace; // a row of axes and an offset in each column
uniform vec2 areaOpacity, edgeOpacity; // of either side
uniform bool isAgreement; // three colours: both sides, the reference alone, the prediction alone

// From 0 to 1 along axes to the right, to the front and up, to the same along the axes of the case.
vec3 caseAt(vec3 place) {
  vec3 own = vec3(0.0);
  for (int axis = 0; axis < 3; axis++) own += caseToPlace[axis].xyz * (place[axis] - caseToPlace[axis].w);
  return own;
}
ivec3 voxelAt(vec3 place) {
  ivec3 size = textureSize(caseLabels, 0);
  return clamp(ivec3(caseAt(place) * vec3(size)), ivec3(0), size - 1);
}
`;

const IN_SLICES = `
float shadeAt(vec3 place) {
  return texelFetch(caseBackdrop, voxelAt(place), 0).r;
}
vec3 lit(vec3 colour, vec3 slope) {
  return colour;
}
`;

/** Surfaces that face the reader are brighter. */
const ALONG_RAYS = `
float shadeAt(vec3 place) {
  return texture(caseBackdrop, caseAt(place)).r;
}
vec3 lit(vec3 colour, vec3 slope) {
  vec3 onPlace = vec3(0.0);
  for (int axis = 0; axis < 3; axis++) onPlace[axis] = dot(caseToPlace[axis].xyz, slope);
  return slope == vec3(0.0) ? colour : colour * (0.4 + 0.6 * abs(dot(normalize(onPlace), normalize(rayDir))));
}
`;

const LOOK_UPS = `
vec4 backdropAt(vec3 place) {
  float shade = shadeAt(place);
  float grey = clamp((shade - greyWindow.x) / (greyWindow.y - greyWindow.x), 0.0, 1.0);
  return shade == 0.0 ? vec4(0.0) : vec4(vec3(grey), 0.5 * grey);
}
vec3 colourOf(highp sampler2D colours, uint code, out float opacity) {
  int width = textureSize(colours, 0).x;
  vec4 colour = texelFetch(colours, ivec2(int(code) % width, int(code) / width), 0);
  opacity = code == 0u ? 0.0 : colour.a;
  return colour.rgb;
}
vec4 labelsAt(vec3 place) {
  ivec3 at = voxelAt(place);
  uvec2 here = texelFetch(caseLabels, at, 0).xy;
  if (here == uvec2(0u)) return vec4(0.0);
  vec2 opacity;
  bvec2 isEdge = bvec2(false);
  vec3 slope = vec3(0.0);
  ivec3 last = textureSize(caseLabels, 0) - 1;
  for (int side = 0; side < 6; side++) {
    ivec3 step = ivec3(0);
    step[side >> 1] = 2 * (side & 1) - 1;
    uvec2 there = texelFetch(caseLabels, clamp(at + step, ivec3(0), last), 0).xy;
    isEdge = bvec2(isEdge.x || there.x != here.x, isEdge.y || there.y != here.y);
    if (there == uvec2(0u)) slope += vec3(step);
  }
  if (isAgreement) {
    vec3 colour = colourOf(referenceColours, here.x == 0u ? 3u : here.y == 0u ? 2u : 1u, opacity.x);
    return vec4(lit(colour, slope), opacity.x);
  }
  vec3 below = colourOf(referenceColours, here.x, opacity.x);
  vec3 above = colourOf(predictionColours, here.y, opacity.y);
  opacity *= mix(areaOpacity, edgeOpacity, vec2(isEdge));
  float rest = opacity.x * (1.0 - opacity.y);
  float whole = opacity.y + rest;
  return whole == 0.0 ? vec4(0.0) : vec4(lit((above * opacity.y + below * rest) / whole, slope), whole);
}
`;

/** The text to compile in place of a shader's own. */
export function pageShader(source: string): string {
  if (!source.includes(DECLARATION)) return source;
  const added = `${UNIFORMS}${source.includes(OF_RAYS) ? ALONG_RAYS : IN_SLICES}${LOOK_UPS}`;
  return source
    .replace(OUTLINES, NO_OUTLINES)
    .replace(FIRST_COLOUR, FIRST_CODE)
    .replace(IS_CLIPPED, IS_NEEDLESS)
    .replaceAll("texture(volume,", "backdropAt(")
    .replaceAll("texture(overlay,", "labelsAt(")
    .replace(DECLARATION, `${DECLARATION}${added}`);
}
